#pragma once

#include <bitset>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "error.h"

namespace samewire {

using ByteSet = std::bitset<256>;

/** One place in an alternative of a rule. */
struct GrammarElement {
  enum class Kind : std::uint8_t {
    /** The alternative ends here. */
    kEnd,
    /** One byte out of the set `value`. */
    kBytes,
    /** The rule `value`. */
    kRule,
    /** The rule `value`, at least `min` and at most `max` times. */
    kRepeat,
  };
  static constexpr std::uint32_t kUnbounded = std::numeric_limits<std::uint32_t>::max();

  Kind kind = Kind::kEnd;
  std::uint32_t value = 0;
  std::uint32_t min = 0;
  std::uint32_t max = 0;
};

/** A rule: where each of its alternatives begins in the list of elements. */
struct GrammarRule {
  std::vector<std::uint32_t> alternatives;
};

/**
 * A context-free grammar over bytes. Plain data, immutable once parsed. Characters are spelled as
 * UTF-8 already, so that a token may end in the middle of one.
 */
struct GrammarRules {
  std::vector<GrammarElement> elements;
  std::vector<GrammarRule> rules;
  std::vector<ByteSet> sets;
  std::uint32_t root = 0;
};

/** The refusal of a grammar. */
inline EngineException invalid_grammar(std::string message) {
  return EngineException(Fault{.code = ErrorCode::kInvalidGrammar,
                               .message = std::move(message),
                               .field = "grammar"});
}

}  // namespace samewire
