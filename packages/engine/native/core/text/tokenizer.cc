#include "text/tokenizer.h"

#include <llama.h>

#include <cstdint>
#include <limits>

#include "error.h"
#include "text/utf8-assembler.h"

namespace samewire {

std::vector<Token> tokenize(const llama_vocab* vocab, std::string_view text,
                            const TokenizeOptions& options) {
  constexpr auto kMaxBytes = static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max() / 2);
  if (text.size() > kMaxBytes) {
    throw EngineException(ErrorCode::kInvalidParams, "The text is too long to be tokenised.");
  }
  const auto run = [&](std::vector<Token>& tokens) {
    return llama_tokenize(vocab, text.data(), static_cast<std::int32_t>(text.size()), tokens.data(),
                          static_cast<std::int32_t>(tokens.size()), options.add_special,
                          options.parse_special);
  };
  // Rarely does a text have more tokens than bytes; two more for begin and end.
  std::vector<Token> tokens(text.size() / 2 + 2);
  std::int32_t count = run(tokens);
  if (count < 0) {
    tokens.resize(static_cast<std::size_t>(-static_cast<std::int64_t>(count)));
    count = run(tokens);
  }
  tokens.resize(static_cast<std::size_t>(count));
  return tokens;
}

std::string detokenize(const llama_vocab* vocab, std::span<const Token> tokens) {
  const auto run = [&](std::string& text) {
    return llama_detokenize(vocab, tokens.data(), static_cast<std::int32_t>(tokens.size()),
                            text.data(), static_cast<std::int32_t>(text.size()), false, true);
  };
  std::string bytes(tokens.size() * 8, '\0');
  std::int32_t length = run(bytes);
  if (length < 0) {
    bytes.resize(static_cast<std::size_t>(-length));
    length = run(bytes);
  }
  bytes.resize(static_cast<std::size_t>(length));
  std::string text;
  Utf8Assembler assembler;
  assembler.push(bytes, text);
  assembler.finish(text);
  return text;
}

}  // namespace samewire
