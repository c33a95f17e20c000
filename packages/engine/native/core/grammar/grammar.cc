#include "grammar/grammar.h"

#include <utility>

#include "grammar/gbnf.h"

namespace samewire {

std::shared_ptr<Grammar> Grammar::compile(const GrammarSource& source,
                                          std::shared_ptr<const TokenTrie> tokens) {
  return std::make_shared<Grammar>(std::make_shared<const GrammarRules>(parse_gbnf(source)),
                                   std::move(tokens));
}

Grammar::Grammar(std::shared_ptr<const GrammarRules> rules,
                 std::shared_ptr<const TokenTrie> tokens)
    : rules_(std::move(rules)), tokens_(std::move(tokens)) {}

const std::shared_ptr<Grammar::Memory>& Grammar::memory() {
  if (memory_ == nullptr || memory_->automaton.is_large()) {
    memory_ = std::make_shared<Memory>(rules_);
  }
  return memory_;
}

}  // namespace samewire
