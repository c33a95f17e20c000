#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

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
  static constexpr std::size_t kMaxGrammars = 16;
  struct Entry {
    std::string key;
    std::shared_ptr<Grammar> grammar;
  };

  std::shared_ptr<Grammar> find(std::string_view key);

  const Vocabulary& vocabulary_;
  std::mutex tokens_mutex_;
  std::shared_ptr<const TokenTrie> tokens_;
  std::mutex mutex_;
  /** Last used first. */
  std::list<Entry> entries_;
  std::unordered_map<std::string_view, std::list<Entry>::iterator> by_key_;
};

}  // namespace samewire
