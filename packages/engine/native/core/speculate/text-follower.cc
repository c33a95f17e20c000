#include "speculate/text-follower.h"

#include <algorithm>

namespace samewire {
namespace {

/** Weight of the last token in the hit rate: a few misses end a belief, a few hits restore it. */
constexpr double kWeight = 0.15;
/** Tokens that are indexed for each token of the answer; a few microseconds. */
constexpr std::size_t kIndexedAtOnce = 1024;

}  // namespace

TextFollower::TextFollower(const Options& options)
    : options_(options), hit_rate_(options.expected_hits) {
  if (options.from_beginning) next_ = 0;
}

void TextFollower::advance(std::span<const Token> answer, std::span<const Token> text) {
  index_.extend(text, kIndexedAtOnce);
  ++num_uncounted_;
  if (next_) {
    const bool is_hit = *next_ < text.size() && text[*next_] == answer.back();
    hit_rate_ += kWeight * ((is_hit ? 1.0 : 0.0) - hit_rate_);
    if (is_hit) {
      ++num_found_;
      num_uncounted_ = 0;
      if (++*next_ == text.size()) next_.reset();
      return;
    }
    lost_at_ = *next_;
    next_.reset();
  }
  const auto place = index_.find(text, answer, options_.num_alike, lost_at_);
  if (!place) return;
  next_ = place->next;
  num_found_ += static_cast<std::uint32_t>(std::min(place->num_alike, num_uncounted_));
  num_uncounted_ = 0;
}

void TextFollower::draft(std::span<const Token> text, std::size_t max_tokens,
                         std::vector<Token>& draft) const {
  draft.clear();
  if (!next_) return;
  for (std::size_t at = *next_; draft.size() < max_tokens; ++at) {
    if (at < text.size()) {
      draft.push_back(text[at]);
    } else if (options_.is_answer_itself) {
      // A text that repeats what is shorter than the draft goes on in the draft.
      draft.push_back(draft[at - text.size()]);
    } else {
      return;
    }
  }
}

}  // namespace samewire
