#include "text/stop-matcher.h"

#include <algorithm>

namespace samewire {
namespace {

std::vector<std::size_t> border_lengths(std::string_view text) {
  std::vector<std::size_t> borders(text.size() + 1, 0);
  std::size_t border = 0;
  for (std::size_t i = 1; i < text.size(); ++i) {
    while (border > 0 && text[i] != text[border]) border = borders[border];
    if (text[i] == text[border]) ++border;
    borders[i + 1] = border;
  }
  return borders;
}

}  // namespace

StopMatcher::StopMatcher(const std::vector<std::string>& stops) {
  patterns_.reserve(stops.size());
  for (const std::string& stop : stops) {
    patterns_.push_back({.text = stop, .fallback = border_lengths(stop)});
  }
}

void StopMatcher::Pattern::advance(char byte) {
  while (num_matched > 0 && text[num_matched] != byte) num_matched = fallback[num_matched];
  if (text[num_matched] == byte) ++num_matched;
}

std::optional<std::size_t> StopMatcher::push(std::string_view text, std::string& released) {
  if (patterns_.empty()) {
    released.append(text);
    return std::nullopt;
  }
  for (const char byte : text) {
    held_.push_back(byte);
    std::optional<std::size_t> match;
    for (std::size_t i = 0; i < patterns_.size(); ++i) {
      patterns_[i].advance(byte);
      if (patterns_[i].num_matched != patterns_[i].text.size()) continue;
      // Of several that end here, the longest leaves least text: it began first.
      if (!match || patterns_[i].text.size() > patterns_[*match].text.size()) match = i;
    }
    if (match) {
      released.append(held_, 0, held_.size() - patterns_[*match].text.size());
      held_.clear();
      return match;
    }
  }
  std::size_t num_held = 0;
  for (const Pattern& pattern : patterns_) num_held = std::max(num_held, pattern.num_matched);
  released.append(held_, 0, held_.size() - num_held);
  held_.erase(0, held_.size() - num_held);
  return std::nullopt;
}

void StopMatcher::finish(std::string& released) {
  released.append(held_);
  held_.clear();
}

}  // namespace samewire
