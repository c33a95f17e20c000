#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "types.h"

namespace samewire {

/** SHA-256 of something. */
class ContentHash {
 public:
  static ContentHash of(std::string_view content);

  /** In hexadecimal digits. */
  const std::string& name() const { return name_; }

  /**
   * Tokens for the rows of one of its chunks (media-token.h). From eight rows on, nearly all of the
   * hash is in them.
   */
  std::vector<Token> tokens(std::uint32_t chunk, std::uint32_t num_rows) const;

 private:
  explicit ContentHash(std::string name);

  std::string name_;
  std::array<std::uint64_t, 4> words_{};
};

}  // namespace samewire
