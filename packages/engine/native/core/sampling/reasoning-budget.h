#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sampling/reasoning-span.h"
#include "sampling/reasoning-use.h"
#include "types.h"

namespace samewire {

/**
 * Bounds the reasoning of one answer. Once as many tokens as the budget has are reasoning, and the
 * last character is whole, what closes it is forced, token by token; the answer goes on as the
 * model likes. It cannot begin once more, or is closed at once where more than one token begins it:
 * a model that insists would write nothing else. What of the closing the model has just written by
 * itself is not written twice.
 */
class ReasoningBudget {
 public:
  explicit ReasoningBudget(const ReasoningUse& use);

  /** The token that has to come next; nothing: any may. */
  std::optional<Token> forced() const;

  /** Whether a token of this text must not come next: it would begin what there is no more of. */
  bool forbids(std::string_view text) const;

  /** What is forced cannot come here: the budget waits for the token after this one. */
  void postpone() { is_forcing_ = false; }

  /** Takes the next token of the answer and its text. */
  void accept(Token token, std::string_view text);

  /** Tokens of reasoning so far, as `ReasoningSpan` counts them, forced text among them. */
  std::uint32_t num_tokens() const { return span_.num_tokens(); }

 private:
  void follow_closing(Token token);
  void check();

  std::string opening_;
  ReasoningSpan span_;
  std::vector<Token> closing_;
  std::optional<std::uint32_t> budget_;
  /** How many of the first tokens of the closing the answer ends with. */
  std::size_t num_closing_ = 0;
  bool is_forcing_ = false;
  /** The answer has reasoned, and gone on. */
  bool has_closed_ = false;
};

}  // namespace samewire
