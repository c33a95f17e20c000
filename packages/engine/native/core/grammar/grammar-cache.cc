#include "grammar/grammar-cache.h"

namespace samewire {

std::shared_ptr<Grammar> GrammarCache::get(const GrammarSource& source) {
  return grammars_.get(source.key(), 0, [&] {
    return ContentCache<Grammar>::Made{.value = Grammar::compile(source, tokens()), .size = 1};
  });
}

std::shared_ptr<const TokenTrie> GrammarCache::tokens() {
  const std::scoped_lock lock(tokens_mutex_);
  if (tokens_ == nullptr) tokens_ = std::make_shared<const TokenTrie>(vocabulary_);
  return tokens_;
}

}  // namespace samewire
