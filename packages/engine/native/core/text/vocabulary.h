#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "types.h"

struct llama_vocab;

namespace samewire {

/**
 * What generation needs to know of a model's tokens, copied once into flat tables. Immutable, so
 * it is safe on any thread, and a lookup costs no call into llama.cpp.
 */
class Vocabulary {
 public:
  struct Entry {
    /** The bytes the token adds to a text; empty for control tokens. */
    std::string piece;
    /** Never chosen: the model's own `tokenizer.ggml.suppress_tokens`. */
    bool suppressed = false;
    bool ends_generation = false;
    /** Written form of a control token, such as `<|im_end|>`; otherwise empty. */
    std::string control_name = {};
  };

  explicit Vocabulary(const std::vector<Entry>& entries);

  static Vocabulary from_llama(const llama_vocab* vocab);

  std::size_t size() const { return offsets_.size() - 1; }
  bool contains(Token token) const {
    return token >= 0 && static_cast<std::size_t>(token) < size();
  }

  /** The bytes the token adds to a text. They may be part of a UTF-8 character. */
  std::string_view piece(Token token) const;

  /** As `piece`, but control tokens appear under their name: for people reading log probabilities.
   */
  std::string_view display_piece(Token token) const;

  bool ends_generation(Token token) const {
    return ends_generation_[static_cast<std::size_t>(token)];
  }
  std::span<const Token> end_of_generation_tokens() const { return end_of_generation_tokens_; }
  std::span<const Token> suppressed_tokens() const { return suppressed_tokens_; }

 private:
  struct ControlName {
    Token token;
    std::string name;
  };

  std::string bytes_;
  /** offsets_[t] .. offsets_[t + 1]: the piece of token t within `bytes_`. */
  std::vector<std::size_t> offsets_;
  std::vector<bool> ends_generation_;
  std::vector<Token> end_of_generation_tokens_;
  std::vector<Token> suppressed_tokens_;
  /** Sorted by token. */
  std::vector<ControlName> control_names_;
};

}  // namespace samewire
