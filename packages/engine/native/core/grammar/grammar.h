#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_map>

#include "grammar/byte-automaton.h"
#include "grammar/grammar-rules.h"
#include "grammar/grammar-source.h"
#include "grammar/token-trie.h"
#include "types.h"

namespace samewire {

/**
 * A grammar over the tokens of a vocabulary, shared by all generations that are held to it,
 * because what one finds out about the grammar serves the others.
 *
 * Made on any thread; from then on used on one (the loop's).
 */
class Grammar {
 public:
  /** @throws EngineException kInvalidGrammar */
  static std::shared_ptr<Grammar> compile(const GrammarSource& source,
                                          std::shared_ptr<const TokenTrie> tokens);

  Grammar(std::shared_ptr<const GrammarRules> rules, std::shared_ptr<const TokenTrie> tokens);

  /** An automaton and the sets of tokens that were found with it. */
  struct Memory {
    explicit Memory(std::shared_ptr<const GrammarRules> rules) : automaton(std::move(rules)) {}
    ByteAutomaton automaton;
    std::unordered_map<ByteAutomaton::State, TokenSet> allowed;
  };

  /** The current one: another when the last has grown too large. */
  const std::shared_ptr<Memory>& memory();
  const TokenTrie& tokens() const { return *tokens_; }

 private:
  std::shared_ptr<const GrammarRules> rules_;
  std::shared_ptr<const TokenTrie> tokens_;
  std::shared_ptr<Memory> memory_;
};

}  // namespace samewire
