#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sampling/logprobs.h"
#include "text/stop-matcher.h"
#include "text/utf8-assembler.h"
#include "text/vocabulary.h"

namespace samewire {

/** Text that may be shown, and the tokens it is made of. */
struct TextDelta {
  std::string text;
  /** One entry per token, only if the request asked for log probabilities. */
  std::vector<TokenLogprob> logprobs;

  bool empty() const { return text.empty() && logprobs.empty(); }
};

/**
 * The text of one choice as it grows: whole UTF-8 characters only, and nothing that may still
 * turn out to be a stop text. Log probabilities travel with the text their tokens begin in.
 * Loop thread only.
 */
class TokenText {
 public:
  /**
   * @param shown_tokens control tokens that are part of the text, under their name; sorted. They
   *   must outlive this, as the vocabulary
   */
  TokenText(const Vocabulary& vocabulary, const std::vector<std::string>& stops,
            std::span<const Token> shown_tokens = {});

  /**
   * Adds a token; what can be shown is appended to the delta.
   *
   * @param may_stop false while stop texts must not end the choice yet (`min_tokens`)
   * @return the index of the stop text that is now complete; the text ends before it
   */
  std::optional<std::size_t> push(Token token, std::optional<TokenLogprob> logprob, bool may_stop);

  /** No token follows: everything held back can be shown. */
  void finish();

  /** Takes what can be shown since the last call. */
  TextDelta take_delta();

 private:
  struct HeldLogprob {
    /** Bytes of whole text before the token. */
    std::size_t begins_at;
    TokenLogprob entry;
  };

  std::string_view piece(Token token) const;
  void release_logprobs(bool all);

  const Vocabulary* vocabulary_;
  std::span<const Token> shown_tokens_;
  Utf8Assembler assembler_;
  StopMatcher matcher_;
  std::deque<HeldLogprob> held_logprobs_;
  TextDelta delta_;
  std::size_t num_assembled_bytes_ = 0;
  std::size_t num_released_bytes_ = 0;
};

}  // namespace samewire
