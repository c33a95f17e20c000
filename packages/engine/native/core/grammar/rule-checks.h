#pragma once

#include "grammar/grammar-rules.h"

namespace samewire {

/**
 * Left recursion would make following the rules endless.
 *
 * @throws EngineException kInvalidGrammar
 */
void refuse_left_recursion(const GrammarRules& rules);

/**
 * Takes out alternatives that no finite text fits.
 *
 * @throws EngineException kInvalidGrammar if nothing fits the root
 */
void remove_endless_alternatives(GrammarRules& rules);

}  // namespace samewire
