#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace samewire {

/** Whether bytes of UTF-8 end with some, but not all, of a character's. */
inline bool ends_inside_character(std::string_view text) {
  for (std::size_t length = 1; length <= std::min<std::size_t>(4, text.size()); ++length) {
    const auto byte = static_cast<unsigned char>(text[text.size() - length]);
    if (byte < 0x80U) return false;
    if (byte >= 0xC0U) return length < (byte >= 0xF0U ? 4U : byte >= 0xE0U ? 3U : 2U);
  }
  return false;
}

}  // namespace samewire
