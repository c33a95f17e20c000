#include "chat/marker-scan.h"

#include <algorithm>

namespace samewire {

MarkerScan::MarkerScan(const std::vector<std::string>& markers) : markers_(markers) {
  for (const std::string& marker : markers_) {
    begins_[static_cast<unsigned char>(marker.front())] = true;
  }
}

MarkerScan::Result MarkerScan::scan(std::string_view text) const {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!begins_[static_cast<unsigned char>(text[at])]) continue;
    const std::string_view rest = text.substr(at);
    bool may_begin = false;
    for (const std::string& marker : markers_) {
      if (rest.starts_with(marker)) return {.num_free = at, .has_marker = true};
      if (marker.starts_with(rest)) may_begin = true;
    }
    if (may_begin) return {.num_free = at, .has_marker = false};
  }
  return {.num_free = text.size(), .has_marker = false};
}

}  // namespace samewire
