#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace samewire {

/**
 * Finds the first of several stop texts in a stream, wherever the pieces of the stream begin and
 * end, and never lets go of text that may still turn out to be the beginning of one.
 *
 * Each stop text has a Knuth–Morris–Pratt automaton, so a byte costs constant time however long
 * the stops are, and the longest automaton state is exactly how much text must be held back.
 */
class StopMatcher {
 public:
  explicit StopMatcher(const std::vector<std::string>& stops);

  /**
   * Adds text; appends to `released` what cannot be part of a stop text any more.
   *
   * @return the index of the stop text that is now complete, or nothing. After a match
   *   `released` ends where the stop text begins, and the matcher must not be used again.
   */
  std::optional<std::size_t> push(std::string_view text, std::string& released);

  /** The stream has ended: what was held back is no stop text. */
  void finish(std::string& released);

 private:
  struct Pattern {
    std::string text;
    /** fallback[n]: length of the longest border of the first n bytes. */
    std::vector<std::size_t> fallback;
    std::size_t num_matched = 0;

    void advance(char byte);
  };

  std::vector<Pattern> patterns_;
  std::string held_;
};

}  // namespace samewire
