#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

#include "types.h"

namespace samewire {

// A picture or a recording stands in a prompt as rows of embeddings, not as tokens of the
// vocabulary. So that everything that compares prompts by their tokens works as for text, each row
// has a token of its own: negative, and made of the content alone. Equal content has equal tokens,
// in every process and after every restart; other content has others.

namespace media_token {
inline constexpr Token kSign = std::numeric_limits<Token>::min();
/** The first row of a chunk, which is computed and cached as a whole. */
inline constexpr Token kFirst = Token{1} << 30;
/** Bits that say which content it is. */
inline constexpr Token kContent = kFirst - 1;
}  // namespace media_token

inline bool is_media(Token token) { return token < 0; }

/** @param content a hash of what the row shows; the low 30 bits are used */
inline Token make_media_token(std::uint64_t content, bool is_first) {
  const auto bits = static_cast<Token>(content & static_cast<std::uint64_t>(media_token::kContent));
  return media_token::kSign | (is_first ? media_token::kFirst : 0) | bits;
}

/** Whether the token at a place continues the chunk of the one before it. */
inline bool continues_chunk(std::span<const Token> tokens, std::size_t place) {
  return place < tokens.size() && is_media(tokens[place]) &&
         (tokens[place] & media_token::kFirst) == 0;
}

/** The most first tokens, up to `length`, that end inside no chunk. */
inline std::size_t whole_chunks(std::span<const Token> tokens, std::size_t length) {
  while (length > 0 && continues_chunk(tokens, length)) --length;
  return length;
}

}  // namespace samewire
