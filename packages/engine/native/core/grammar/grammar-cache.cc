#include "grammar/grammar-cache.h"

#include <iterator>
#include <utility>

namespace samewire {

std::shared_ptr<Grammar> GrammarCache::get(std::string_view gbnf) {
  if (auto known = find(gbnf)) return known;
  // Two that ask for the same at once both compile it: rare, and no harm.
  auto grammar = Grammar::compile(gbnf, tokens());
  const std::scoped_lock lock(mutex_);
  if (by_text_.contains(gbnf)) return grammar;
  entries_.push_front({.text = std::string(gbnf), .grammar = grammar});
  by_text_.emplace(entries_.front().text, entries_.begin());
  if (entries_.size() > kMaxGrammars) {
    by_text_.erase(entries_.back().text);
    entries_.pop_back();
  }
  return grammar;
}

std::shared_ptr<Grammar> GrammarCache::find(std::string_view gbnf) {
  const std::scoped_lock lock(mutex_);
  const auto known = by_text_.find(gbnf);
  if (known == by_text_.end()) return nullptr;
  entries_.splice(entries_.begin(), entries_, known->second);
  return known->second->grammar;
}

std::shared_ptr<const TokenTrie> GrammarCache::tokens() {
  const std::scoped_lock lock(tokens_mutex_);
  if (tokens_ == nullptr) tokens_ = std::make_shared<const TokenTrie>(vocabulary_);
  return tokens_;
}

}  // namespace samewire
