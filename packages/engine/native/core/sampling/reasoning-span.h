#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sampling/reasoning-form.h"

namespace samewire {

/**
 * Follows one answer, token by token, and counts those that are reasoning: every token with text
 * between a marker that begins it and the next that ends it. A token that is part of a marker
 * counts if some of its text is not. What a token costs does not depend on the answer's length.
 */
class ReasoningSpan {
 public:
  explicit ReasoningSpan(const ReasoningForm& form);

  /** Takes the text of the next token; it may be part of a character, or empty. */
  void push(std::string_view piece);

  /** Whether the next text is reasoning, unless it ends it. */
  bool is_open() const { return is_open_; }
  /** Takes it for ended here, whatever the text says. */
  void close();

  /** Whether the text ends in the middle of a character. */
  bool ends_inside_character() const;

  /** Tokens so far; while it is open, those of what may become a marker among them. */
  std::uint32_t num_tokens() const { return num_tokens_; }

 private:
  bool find_start();
  bool find_end();
  void forget_to(std::size_t position);

  ReasoningForm form_;
  /** So much text may be the beginning of a marker, or of a character. */
  std::size_t max_tail_;
  bool is_open_;
  std::uint32_t num_tokens_ = 0;
  /** The end of the text. */
  std::string tail_;
  /** Where in it the tokens of open reasoning begin. */
  std::vector<std::size_t> begins_;
};

}  // namespace samewire
