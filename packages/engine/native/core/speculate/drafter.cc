#include "speculate/drafter.h"

#include <algorithm>

namespace samewire {
namespace {

/** A client that predicts an answer knows it as a rule. */
constexpr TextFollower::Options kInPrediction{
    .num_alike = 2, .expected_hits = 0.9, .from_beginning = true};
/** What an answer has in common with what was said before is mostly chance. */
constexpr TextFollower::Options kInKnown{
    .num_alike = 3, .expected_hits = 0.4, .is_answer_itself = true};

}  // namespace

Drafter::Drafter(Speculation speculation, std::span<const Token> prediction)
    : prediction_(speculation == Speculation::kOff ? std::span<const Token>() : prediction) {
  if (!prediction_.empty()) in_prediction_.emplace(kInPrediction);
  if (speculation == Speculation::kNgram) in_known_.emplace(kInKnown);
}

void Drafter::advance(std::span<const Token> known) {
  if (in_prediction_) in_prediction_->advance(known, prediction_);
  if (in_known_) in_known_->advance(known, known);
}

Drafter::Draft Drafter::draft(std::span<const Token> known, std::size_t max_tokens) const {
  const auto rate_of = [](const std::optional<TextFollower>& follower) {
    return follower && follower->has_place() ? follower->hit_rate() : 0.0;
  };
  Draft draft{.hit_rate = std::max(rate_of(in_prediction_), rate_of(in_known_))};
  if (draft.hit_rate == 0.0) return draft;
  if (rate_of(in_prediction_) == draft.hit_rate) {
    in_prediction_->draft(prediction_, max_tokens, draft.tokens);
  } else {
    in_known_->draft(known, max_tokens, draft.tokens);
  }
  return draft;
}

std::uint32_t Drafter::num_predicted_right() const {
  if (!in_prediction_) return 0;
  return std::min(in_prediction_->num_found(), static_cast<std::uint32_t>(prediction_.size()));
}

std::uint32_t Drafter::num_predicted_wrong() const {
  return static_cast<std::uint32_t>(prediction_.size()) - num_predicted_right();
}

}  // namespace samewire
