#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "types.h"

struct llama_vocab;

namespace samewire {

struct TokenizeOptions {
  /** Put the model's begin and end tokens around the text, if it has them. */
  bool add_special = true;
  /** Recognise special tokens written in the text. */
  bool parse_special = true;
};

/** Any thread. @throws EngineException kInvalidParams if the text is too long to be tokenised. */
std::vector<Token> tokenize(const llama_vocab* vocab, std::string_view text,
                            const TokenizeOptions& options);

/** The text of tokens, special ones written out; always valid UTF-8. Any thread. */
std::string detokenize(const llama_vocab* vocab, std::span<const Token> tokens);

}  // namespace samewire
