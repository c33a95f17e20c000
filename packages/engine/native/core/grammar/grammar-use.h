#pragma once

#include <memory>
#include <optional>
#include <string>

#include "grammar/grammar-start.h"

namespace samewire {

class Grammar;

/** What an answer has to keep to, and from where on. */
struct GrammarUse {
  std::shared_ptr<Grammar> grammar;
  /** The end of the prompt: what a grammar has read that binds from the beginning. */
  std::string prefix = {};
  /** Absent: it binds from the beginning. */
  std::optional<LazyGrammar> lazy = std::nullopt;
};

}  // namespace samewire
