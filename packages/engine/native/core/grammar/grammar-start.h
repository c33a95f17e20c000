#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace samewire {

/** Text on which a grammar begins to bind. */
struct GrammarTrigger {
  /** A regular expression (ECMAScript) rather than a text. */
  bool is_pattern;
  std::string text;
};

/** From where on a grammar binds that an answer need not begin with. */
struct LazyGrammar {
  std::vector<GrammarTrigger> triggers;
  /** What the model thinks stands between these, and no trigger counts in it. May be empty. */
  std::string thinking_start = {};
  std::vector<std::string> thinking_ends = {};
};

/**
 * Waits in the text of one answer for what makes its grammar bind. It looks no further back than
 * some hundred bytes, so that a token costs the same however long the answer is.
 */
class GrammarStart {
 public:
  /** @param prefix the end of the prompt, in which the model may have begun to think */
  GrammarStart(const LazyGrammar& lazy, std::string_view prefix);

  /**
   * Takes the next piece of text.
   *
   * @return once: the text from the trigger on, with which the grammar begins
   */
  std::optional<std::string> push(std::string_view piece);

 private:
  class Pattern;
  struct Trigger {
    std::string text;
    /** Null for a text. */
    std::shared_ptr<const Pattern> pattern;
  };

  /** Where the trigger that begins first begins in the text that is looked at. */
  std::optional<std::size_t> find_trigger() const;
  std::optional<std::size_t> find(const Trigger& trigger) const;
  void leave_thoughts();
  /** Where the model begins to think; npos if it does not. */
  std::size_t find_thoughts() const;
  void forget_to(std::size_t position);

  std::vector<Trigger> triggers_;
  std::string thinking_start_;
  std::vector<std::string> thinking_ends_;
  /** The end of the text so far, not yet read past. */
  std::string text_;
  /** Whether `text_` is all of the answer. */
  bool is_whole_ = true;
  bool is_thinking_ = false;
};

}  // namespace samewire
