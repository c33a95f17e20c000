#pragma once

#include <cstddef>
#include <memory>
#include <mutex>

#include "content-cache.h"
#include "grammar/grammar.h"

namespace samewire {

/** The grammars that were used last, by their source. Any thread. */
class GrammarCache {
 public:
  /** `vocabulary` must outlive the cache; its tokens are looked at when first needed. */
  explicit GrammarCache(const Vocabulary& vocabulary) : vocabulary_(vocabulary) {}

  /** @throws EngineException kInvalidGrammar */
  std::shared_ptr<Grammar> get(const GrammarSource& source);

  std::shared_ptr<const TokenTrie> tokens();

 private:
  /** Each may come to hold many times its text (`ByteAutomaton::is_large`), so they are counted. */
  static constexpr std::size_t kMaxGrammars = 16;

  const Vocabulary& vocabulary_;
  std::mutex tokens_mutex_;
  std::shared_ptr<const TokenTrie> tokens_;
  ContentCache<Grammar> grammars_{kMaxGrammars};
};

}  // namespace samewire
