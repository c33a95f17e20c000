#pragma once

#include <string_view>

#include "grammar/grammar-rules.h"
#include "grammar/grammar-source.h"

namespace samewire {

/**
 * Reads a grammar in GBNF, llama.cpp's notation, whose rule `root` is what may be generated.
 *
 * Not taken: references to tokens, and left recursion. Alternatives that can never be completed
 * are left out, so that whoever follows the rules always has a way to an end.
 *
 * Bounded in text, elements and nesting, and linear in them: cheap for any text.
 *
 * @throws EngineException kInvalidGrammar, saying where and what was expected
 */
GrammarRules parse_gbnf(std::string_view text);

/** The same of several texts that are one grammar. */
GrammarRules parse_gbnf(const GrammarSource& source);

}  // namespace samewire
