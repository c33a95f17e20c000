#include "schedule/turns.h"

#include <algorithm>
#include <cassert>
#include <cstddef>

namespace samewire {

Turns::Group Turns::choose(std::span<const Group> with_work) {
  assert(!with_work.empty());
  const auto has_work = [&](Group group) {
    return std::ranges::find(with_work, group) != with_work.end();
  };
  std::erase_if(waiting_, [&](const Waiting& entry) { return !has_work(entry.group); });
  for (const Group group : with_work) {
    if (std::ranges::find(waiting_, group, &Waiting::group) != waiting_.end()) continue;
    waiting_.push_back({group, ++clock_});
  }
  const auto num_others = static_cast<double>(std::max<std::size_t>(with_work.size(), 2) - 1);
  const bool keeps_turn = has_turn_ && has_work(current_) && used_ms_ < wait_ms_ / num_others;
  if (keeps_turn) return current_;

  const auto next = std::ranges::min_element(waiting_, {}, &Waiting::since);
  current_ = next->group;
  next->since = ++clock_;
  has_turn_ = true;
  used_ms_ = 0.0;
  return current_;
}

}  // namespace samewire
