#include "loop/generation.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "media/media-token.h"

namespace samewire {
namespace {

/** Choices share all of their prompt but the last token, whose logits each needs. */
std::vector<std::uint32_t> all_branch_points(const Request& request) {
  std::vector<std::uint32_t> points = request.branch_points;
  const auto num_shared = static_cast<std::uint32_t>(request.prompt.size()) - 1;
  if (request.num_choices > 1 && num_shared > 0) {
    points.insert(std::ranges::lower_bound(points, num_shared), num_shared);
  }
  return points;
}

std::vector<std::string> all_stops(const Request& request) {
  std::vector<std::string> stops = request.stop;
  stops.insert(stops.end(), request.end_texts.begin(), request.end_texts.end());
  return stops;
}

/** Choices of one request must differ, and choice 0 must be what the seed alone gives. */
SamplingParams with_own_seed(SamplingParams params, std::uint32_t choice) {
  params.seed += choice;
  return params;
}

float ms_between(const std::optional<Generation::Clock::time_point>& from,
                 const std::optional<Generation::Clock::time_point>& to) {
  if (!from || !to) return 0.0F;
  return std::chrono::duration<float, std::milli>(*to - *from).count();
}

std::uint32_t max_known_tokens(const Request& request, std::uint32_t context_length) {
  if (!request.max_tokens) return context_length;
  const auto num_prompt = static_cast<std::uint32_t>(request.prompt.size());
  return std::min(context_length, num_prompt + *request.max_tokens);
}

}  // namespace

Generation::Generation(std::shared_ptr<const Request> request, std::uint32_t choice,
                       const Rank& rank, std::uint32_t context_length,
                       const Vocabulary& vocabulary, Speculation speculation)
    : request_(std::move(request)),
      choice_(choice),
      rank_(rank),
      max_known_(max_known_tokens(*request_, context_length)),
      vocabulary_(&vocabulary),
      sampler_(with_own_seed(request_->sampling, choice), vocabulary, request_->prompt,
               request_->grammar, request_->shown_tokens, request_->reasoning),
      text_(vocabulary, all_stops(*request_), request_->shown_tokens),
      known_(request_->prompt),
      drafter_(speculation, request_->prediction),
      branch_points_(all_branch_points(*request_)) {}

void Generation::start(SequenceId sequence, std::uint32_t num_cached) {
  sequence_ = sequence;
  num_computed_ = num_cached;
  if (!started_at_) {
    started_at_ = Clock::now();
    num_cached_ = num_cached;
  }
}

std::uint32_t Generation::restore(std::uint32_t num_computed) {
  const std::uint32_t before = std::exchange(num_computed_, num_computed);
  if (first_token_at_) return 0;
  const std::uint32_t num_found = num_computed - std::min(before, num_computed);
  num_cached_ = std::min(*num_cached_ + num_found, num_computed);
  return num_found;
}

std::uint32_t Generation::num_to_branch_point() const {
  const auto next = std::ranges::upper_bound(branch_points_, num_computed_);
  return next == branch_points_.end() ? 0 : *next - num_computed_;
}

bool Generation::is_at_branch_point() const {
  return std::ranges::binary_search(branch_points_, num_computed_);
}

std::uint32_t Generation::last_branch_point(std::uint32_t limit) const {
  const auto after = std::ranges::upper_bound(branch_points_, limit);
  return after == branch_points_.begin() ? 0 : *std::prev(after);
}

const PlacedMedia* Generation::media_at(std::uint32_t place) const {
  const auto& media = request_->media;
  const auto after = std::ranges::upper_bound(media, place, {}, &PlacedMedia::begin);
  if (after == media.begin()) return nullptr;
  const PlacedMedia& last = *std::prev(after);
  return place < last.end() ? &last : nullptr;
}

Generation::Stretch Generation::next_stretch() const {
  if (const PlacedMedia* inside = media_at(num_computed_)) {
    return {.length = inside->end() - num_computed_, .is_whole = inside->chunk->is_whole};
  }
  const auto& media = request_->media;
  const auto next = std::ranges::upper_bound(media, num_computed_, {}, &PlacedMedia::begin);
  return {.length = next == media.end() ? 0 : next->begin - num_computed_};
}

bool Generation::has_missed_deadline(Clock::time_point now) const {
  if (!request_->first_token_deadline_ms || first_token_at_) return false;
  return now - accepted_at_ > std::chrono::milliseconds(*request_->first_token_deadline_ms);
}

std::uint32_t Generation::num_ahead(std::uint32_t horizon) const {
  const auto num_known = static_cast<std::uint32_t>(known_.size());
  return num_pending() + std::min(max_known_ - std::min(max_known_, num_known), horizon);
}

void Generation::give_up_cells() {
  sequence_.reset();
  num_computed_ = 0;
  awaits_cells_ = false;
}

Generation::Outcome Generation::sample(std::span<const float> logits) {
  const std::optional<Token> token = sampler_.sample(logits);
  if (!token) return sampler_.is_stuck() ? Outcome::kStuckGrammar : Outcome::kBrokenLogits;
  ++num_generated_;
  last_token_at_ = Clock::now();
  if (!first_token_at_) first_token_at_ = last_token_at_;

  if (vocabulary_->ends_generation(*token) && !request_->sampling.ignore_end_of_generation) {
    finish_reason_ = FinishReason::kStopToken;
    text_.finish();
    return Outcome::kFinished;
  }
  std::optional<TokenLogprob> logprob;
  if (request_->num_logprobs) logprob = compute_logprob(logits, *token, *request_->num_logprobs);
  known_.push_back(*token);
  drafter_.advance(known_);
  const bool may_stop = num_generated_ > request_->sampling.min_tokens;
  matched_stop_ = text_.push(*token, std::move(logprob), may_stop);
  if (matched_stop_) {
    const bool is_own = *matched_stop_ < request_->stop.size();
    finish_reason_ = is_own ? FinishReason::kStopSequence : FinishReason::kStopToken;
    return Outcome::kFinished;
  }
  // Where a grammar lets nothing follow, the end token need not be computed.
  if (sampler_.is_at_end()) {
    finish_reason_ = FinishReason::kStopToken;
    text_.finish();
    return Outcome::kFinished;
  }
  if (reached_length()) {
    finish_reason_ = FinishReason::kLength;
    text_.finish();
    return Outcome::kFinished;
  }
  return Outcome::kGoesOn;
}

std::uint32_t Generation::max_draft() const {
  // The token that is sampled behind the last of a draft has to have a place too.
  const auto num_known = static_cast<std::uint32_t>(known_.size());
  return max_known_ - std::min(max_known_, num_known + 1);
}

Drafter::Draft Generation::draft(std::uint32_t max_tokens) const {
  const std::uint32_t num_tokens = std::min(max_tokens, max_draft());
  if (num_tokens == 0) return {};
  Drafter::Draft draft = drafter_.draft(known_, num_tokens);
  cut_impossible(draft.tokens);
  return draft;
}

void Generation::cut_impossible(std::vector<Token>& draft) const {
  // What stood before in the prompt may be followed there by a picture.
  draft.erase(std::ranges::find_if(draft, is_media), draft.end());
  draft.resize(sampler_.count_possible(draft));
}

bool Generation::reached_length() const { return known_.size() >= max_known_; }

Finish Generation::finish() const {
  return {
      .reason = finish_reason_.value_or(FinishReason::kCancelled),
      .stop_sequence = finish_reason_ == FinishReason::kStopSequence ? request_->stop[*matched_stop_]
                                                                      : std::string(),
      .num_generated = num_generated_,
      .num_reasoning = sampler_.num_reasoning_tokens(),
      .num_cached = num_cached_.value_or(0),
      .num_predicted_right = drafter_.num_predicted_right(),
      .num_predicted_wrong = drafter_.num_predicted_wrong(),
      .queue_ms = ms_between(accepted_at_, started_at_),
      .prefill_ms = ms_between(started_at_, first_token_at_),
      .decode_ms = ms_between(first_token_at_, last_token_at_),
  };
}

}  // namespace samewire
