#pragma once

#include <cstddef>
#include <string_view>

namespace samewire {

/** Follows JSON text byte by byte, as far as it takes to know what is a string and what is not. */
class JsonCursor {
 public:
  void advance(char byte) {
    if (in_string_) {
      if (num_escaped_ > 0) {
        // Four digits follow `\u`.
        const bool has_digits = num_escaped_ <= kNumDigits || byte == 'u';
        num_escaped_ = has_digits ? num_escaped_ - 1 : 0;
      } else if (byte == '\\') {
        num_escaped_ = kAfterBackslash;
      } else if (byte == '"') {
        in_string_ = false;
      }
      return;
    }
    if (byte == '"') in_string_ = true;
    if (byte == '{' || byte == '[') ++depth_;
    if ((byte == '}' || byte == ']') && depth_ > 0) --depth_;
  }

  void advance(std::string_view text) {
    for (const char byte : text) advance(byte);
  }

  bool in_string() const { return in_string_; }
  /** Whether an escape sequence has begun and not ended. */
  bool in_escape() const { return num_escaped_ > 0; }
  /** Objects and arrays that are open. */
  std::size_t depth() const { return depth_; }

 private:
  static constexpr int kNumDigits = 4;
  static constexpr int kAfterBackslash = kNumDigits + 1;

  bool in_string_ = false;
  /** Bytes of an escape sequence to come, at most. */
  int num_escaped_ = 0;
  std::size_t depth_ = 0;
};

/** Whether JSON text nests objects and arrays deeper than a limit. */
inline bool is_deeper_than(std::size_t limit, std::string_view json) {
  JsonCursor cursor;
  for (const char byte : json) {
    cursor.advance(byte);
    if (cursor.depth() > limit) return true;
  }
  return false;
}

}  // namespace samewire
