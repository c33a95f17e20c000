#include "text/token-text.h"

#include <algorithm>
#include <utility>

namespace samewire {

TokenText::TokenText(const Vocabulary& vocabulary, const std::vector<std::string>& stops,
                     std::span<const Token> shown_tokens)
    : vocabulary_(&vocabulary), shown_tokens_(shown_tokens), matcher_(stops) {}

std::string_view TokenText::piece(Token token) const {
  if (std::ranges::binary_search(shown_tokens_, token)) return vocabulary_->display_piece(token);
  return vocabulary_->piece(token);
}

std::optional<std::size_t> TokenText::push(Token token, std::optional<TokenLogprob> logprob,
                                           bool may_stop) {
  if (logprob) held_logprobs_.push_back({num_assembled_bytes_, std::move(*logprob)});
  std::string whole;
  assembler_.push(piece(token), whole);
  num_assembled_bytes_ += whole.size();

  const std::size_t size_before = delta_.text.size();
  std::optional<std::size_t> match;
  if (may_stop) {
    match = matcher_.push(whole, delta_.text);
  } else {
    delta_.text.append(whole);
  }
  num_released_bytes_ += delta_.text.size() - size_before;
  release_logprobs(false);
  return match;
}

void TokenText::finish() {
  std::string rest;
  assembler_.finish(rest);
  // A lone replacement character cannot complete a stop text that a user would mean.
  matcher_.finish(delta_.text);
  delta_.text.append(rest);
  release_logprobs(true);
}

TextDelta TokenText::take_delta() { return std::exchange(delta_, {}); }

void TokenText::release_logprobs(bool all) {
  while (!held_logprobs_.empty() &&
         (all || held_logprobs_.front().begins_at < num_released_bytes_)) {
    delta_.logprobs.push_back(std::move(held_logprobs_.front().entry));
    held_logprobs_.pop_front();
  }
}

}  // namespace samewire
