#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "gguf-file.h"

namespace samewire::tiny {

/** Where the tokens of `add_vocabulary` begin. */
inline constexpr std::size_t kUnknownToken = 0;
inline constexpr std::size_t kBeginToken = 1;
inline constexpr std::size_t kEndToken = 2;
inline constexpr std::size_t kTurnStartToken = 3;
inline constexpr std::size_t kTurnEndToken = 4;
inline constexpr std::size_t kFirstByteToken = 5;
inline constexpr std::size_t kSpaceToken = kFirstByteToken + 256;
inline constexpr std::size_t kFirstWordToken = kSpaceToken + 1;

/**
 * Adds a SentencePiece-style vocabulary with a fallback token for every byte, so that any text
 * can be tokenised, ChatML turn markers, a ChatML template, and the given words as tokens.
 *
 * @param controls names of more control tokens, behind the words
 * @return the number of tokens
 */
std::size_t add_vocabulary(GgufFile& file, const std::vector<std::string>& words,
                           const std::vector<std::string>& controls = {});

/**
 * Adds a WordPiece vocabulary, as BERT's, of letters and the given words, which begin a word where
 * they begin with a space. A text comes between `[CLS]` and `[SEP]`.
 *
 * @return the number of tokens
 */
std::size_t add_word_pieces(GgufFile& file, const std::vector<std::string>& words);

}  // namespace samewire::tiny
