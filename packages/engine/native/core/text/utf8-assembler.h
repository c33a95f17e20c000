#pragma once

#include <string>
#include <string_view>

namespace samewire {

/**
 * Turns a stream of token bytes into whole UTF-8 characters. Tokens may end in the middle of a
 * character; its first bytes wait here for the rest. Bytes that can never become a character
 * are replaced by U+FFFD, one per maximal ill-formed part (Unicode 16, section 3.9, table 3-8),
 * so that the output is always valid UTF-8.
 */
class Utf8Assembler {
 public:
  /** Adds bytes; appends every character that is now whole to `out`. */
  void push(std::string_view bytes, std::string& out);

  /** The stream has ended: a character still open is replaced. */
  void finish(std::string& out);

 private:
  /** At most three bytes: the beginning of a character. */
  std::string open_;
};

}  // namespace samewire
