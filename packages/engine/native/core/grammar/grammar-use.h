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
  /** What the grammar has read before the answer begins. */
  std::string prefix = {};
  /** Absent: it binds from the beginning. */
  std::optional<LazyGrammar> lazy = std::nullopt;
};

}  // namespace samewire
