// How KvCache closes the gaps that others leave in the pool.

#include <algorithm>
#include <cstddef>

#include "schedule/kv-cache.h"

namespace samewire {
namespace {

/** Rows pass over the pool as far as it is in use, in steps of so many cells (llama.cpp's `n_kv`). */
constexpr std::uint32_t kWorthMoving = 256;

}  // namespace

// Never are more cells moved than the rows no longer pass over. A run takes about 20 ms with a model
// of 0.6 B, which is a step of a stream, and so is one for each step.
void KvCache::close_gaps() {
  if (!closes_gaps_ || !may_have_gaps_ || num_held_ == 0) return;
  const CellIndex last = last_used_cell();
  may_have_gaps_ = last + 1 - num_used_ >= kWorthMoving;
  if (!may_have_gaps_) return;
  const auto run = run_at(last);
  may_have_gaps_ = run && runner_.move(static_cast<SequenceId>(run->index),
                                       static_cast<Position>(run->begin),
                                       static_cast<Position>(run->end));
  if (may_have_gaps_) move(*run);
}

/** There is one. */
KvCache::CellIndex KvCache::last_used_cell() const {
  const auto is_used = [](const Cell& cell) { return cell.num_sharers > 0; };
  const auto last = std::find_if(cells_.rbegin(), cells_.rend(), is_used);
  return static_cast<CellIndex>(cells_.rend() - last - 1);
}

/** The run around a cell of what would not stand there without gaps; none if the cell is shared. */
std::optional<KvCache::Run> KvCache::run_at(CellIndex cell) const {
  const auto is_movable = [&](CellIndex other) {
    return other >= num_used_ && cells_[other].num_sharers == 1;
  };
  if (!is_movable(cell)) return std::nullopt;
  for (std::size_t index = 0; index < sequences_.size(); ++index) {
    const std::vector<CellIndex>& own = sequences_[index].cells;
    const auto place = std::ranges::find(own, cell);
    if (place == own.end()) continue;
    const auto at = static_cast<std::size_t>(place - own.begin());
    Run run{.index = index, .begin = at, .end = at + 1};
    const auto has_room = [&] { return run.end - run.begin < memory_.max_run; };
    while (run.end < own.size() && is_movable(own[run.end]) && has_room()) ++run.end;
    while (run.begin > 0 && is_movable(own[run.begin - 1]) && has_room()) --run.begin;
    return run;
  }
  return std::nullopt;
}

void KvCache::move(const Run& run) {
  std::vector<CellIndex>& own = sequences_[run.index].cells;
  for (std::size_t i = run.begin; i < run.end; ++i) {
    const CellIndex old = own[i];
    const Cell content = cells_[old];
    own[i] = take_cell();
    cells_[own[i]] = content;
    drop_cell(old);
  }
}

}  // namespace samewire
