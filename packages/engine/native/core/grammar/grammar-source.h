#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace samewire {

/** A grammar that stands for a literal of another. */
struct GrammarPart {
  /** What the literal says. */
  std::string literal;
  /** In GBNF, with a rule `root`. */
  std::string gbnf;
};

/** A text in GBNF, less what others fill in or take out of it. */
struct GrammarText {
  std::string gbnf;
  std::vector<GrammarPart> parts = {};
  /** Names of rules that are to match nothing but a little white space. */
  std::vector<std::string> blank = {};
  /** Names of rules in which what may be repeated without end comes once at most. */
  std::vector<std::string> single = {};
};

/** What may be generated: what any of these texts lets through. Their rules are apart. */
struct GrammarSource {
  std::vector<GrammarText> texts;

  static GrammarSource of(std::string_view gbnf) {
    return {.texts = {GrammarText{.gbnf = std::string(gbnf)}}};
  }

  std::size_t size() const;
  /** Equal for equal sources alone. */
  std::string key() const;
};

}  // namespace samewire
