#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "grammar/byte-automaton.h"
#include "text/vocabulary.h"
#include "types.h"

namespace samewire {

/** A set of tokens, one bit each. */
class TokenSet {
 public:
  explicit TokenSet(std::size_t num_tokens) : words_((num_tokens + 63) / 64) {}

  bool contains(Token token) const {
    const auto index = static_cast<std::size_t>(token);
    return ((words_[index / 64] >> (index % 64)) & 1U) != 0;
  }
  void add(Token token) {
    const auto index = static_cast<std::size_t>(token);
    words_[index / 64] |= std::uint64_t{1} << (index % 64);
  }

  /** Writes a value where a token is not in the set. @param values one per token */
  void fill_others(std::span<float> values, float value) const;

 private:
  std::vector<std::uint64_t> words_;
};

/**
 * The pieces of a vocabulary as a tree of bytes, so that tokens that begin alike are refused
 * alike. Immutable, so it is safe on any thread. Tokens without text are in no grammar.
 */
class TokenTrie {
 public:
  explicit TokenTrie(const Vocabulary& vocabulary);

  /**
   * The tokens that may come next.
   *
   * @return nothing if that takes more than a bounded number of new steps of the automaton
   */
  std::optional<TokenSet> allowed_tokens(ByteAutomaton& automaton,
                                         ByteAutomaton::State state) const;

 private:
  /** In the order of a walk that visits parents first. */
  struct Node {
    std::uint8_t byte;
    std::uint8_t depth;
    /** The next node that is not below this one. */
    std::uint32_t after;
    /** The tokens that end here: a part of `tokens_`. */
    std::uint32_t first_token;
    std::uint32_t num_tokens;
  };

  std::size_t num_tokens_;
  std::vector<Node> nodes_;
  std::vector<Token> tokens_;
};

}  // namespace samewire
