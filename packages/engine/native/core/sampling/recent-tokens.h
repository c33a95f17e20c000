#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <unordered_map>

#include "types.h"

namespace samewire {

/** Which tokens occur among the last ones of a text. */
class RecentTokens {
 public:
  /** @param window how many are the last ones; negative: all */
  explicit RecentTokens(std::int32_t window) : window_(window) {}

  void push(Token token) {
    ++counts_[token];
    if (window_ < 0) return;
    order_.push_back(token);
    if (order_.size() <= static_cast<std::size_t>(window_)) return;
    const auto oldest = counts_.find(order_.front());
    if (--oldest->second == 0) counts_.erase(oldest);
    order_.pop_front();
  }

  /** Each of them, and how often it occurs. */
  const std::unordered_map<Token, std::uint32_t>& counts() const { return counts_; }

 private:
  std::int32_t window_;
  std::unordered_map<Token, std::uint32_t> counts_;
  /** Kept only where there is a window. */
  std::deque<Token> order_;
};

}  // namespace samewire
