#include "grammar/grammar-cache.h"

#include <iterator>
#include <utility>

namespace samewire {

std::shared_ptr<Grammar> GrammarCache::get(const GrammarSource& source) {
  std::string key = source.key();
  if (auto known = find(key)) return known;
  // Two that ask for the same at once both compile it: rare, and no harm.
  auto grammar = Grammar::compile(source, tokens());
  const std::scoped_lock lock(mutex_);
  if (by_key_.contains(key)) return grammar;
  entries_.push_front({.key = std::move(key), .grammar = grammar});
  by_key_.emplace(entries_.front().key, entries_.begin());
  if (entries_.size() > kMaxGrammars) {
    by_key_.erase(entries_.back().key);
    entries_.pop_back();
  }
  return grammar;
}

std::shared_ptr<Grammar> GrammarCache::find(std::string_view key) {
  const std::scoped_lock lock(mutex_);
  const auto known = by_key_.find(key);
  if (known == by_key_.end()) return nullptr;
  entries_.splice(entries_.begin(), entries_, known->second);
  return known->second->grammar;
}

std::shared_ptr<const TokenTrie> GrammarCache::tokens() {
  const std::scoped_lock lock(tokens_mutex_);
  if (tokens_ == nullptr) tokens_ = std::make_shared<const TokenTrie>(vocabulary_);
  return tokens_;
}

}  // namespace samewire
