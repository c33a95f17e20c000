#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace samewire {

/** Finds where in a text one of several markers begins, or may yet turn out to begin. */
class MarkerScan {
 public:
  explicit MarkerScan(const std::vector<std::string>& markers);

  struct Result {
    /** So many bytes in front are no part of a marker, whatever follows. */
    std::size_t num_free;
    /** Whether a whole marker follows them. */
    bool has_marker;
  };

  Result scan(std::string_view text) const;

 private:
  std::vector<std::string> markers_;
  /** Which bytes a marker begins with. */
  std::array<bool, 256> begins_{};
};

}  // namespace samewire
