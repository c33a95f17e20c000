#include "loop/step-batch.h"

#include <algorithm>
#include <numeric>

namespace samewire {

void StepBatch::build(const StepPlan& plan, std::span<const std::unique_ptr<Generation>> running) {
  batch_.clear();
  last_in_batch_.assign(plan.shares.size(), 0);
  std::vector<std::size_t> order(plan.shares.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  // Where sequences have cells of their own, llama.cpp computes a run of rising sequence ids in
  // one pass and starts another at every gap (llama_batch_allocr::split_equal).
  std::ranges::sort(order, {},
                    [&](std::size_t i) { return *running[plan.shares[i].index]->sequence(); });
  for (const std::size_t place : order) {
    const StepPlan::Share& share = plan.shares[place];
    const Generation& generation = *running[share.index];
    const std::uint32_t begin = generation.num_computed();
    const std::uint32_t end = begin + share.num_tokens;
    if (const auto* media = generation.media_at(begin)) {
      batch_.add({.chunk = media->chunk.get(),
                  .first_row = begin - media->begin,
                  .num_rows = share.num_tokens,
                  .position = static_cast<Position>(begin),
                  .sequence = *generation.sequence()});
      continue;
    }
    const bool closes_gap = end == generation.known().size();
    std::size_t index = 0;
    for (std::uint32_t i = begin; i < end; ++i) {
      index = batch_.add(generation.known()[i], static_cast<Position>(i), *generation.sequence(),
                         closes_gap && i + 1 == end);
    }
    for (std::uint32_t i = 0; i < share.draft.size(); ++i) {
      batch_.add(share.draft[i], static_cast<Position>(end + i), *generation.sequence(), true);
    }
    last_in_batch_[place] = index;
  }
}

// From the last position on: a step's cost is compared with that of others by its positions.
void StepBatch::fill(std::uint32_t num_rows, SequenceId sequence) {
  const Token token = batch_.tokens().back();
  const Position position = batch_.positions().back();
  for (std::uint32_t i = 0; i < num_rows; ++i) {
    batch_.add(token, position + static_cast<Position>(i), sequence, false);
  }
}

StepRows StepBatch::rows() const {
  StepRows rows{.num = static_cast<std::uint32_t>(batch_.size())};
  for (std::size_t i = 0; i < batch_.size(); ++i) {
    const auto num_cells = static_cast<std::uint64_t>(batch_.positions()[i]) + 1;
    rows.num_cells += num_cells;
    const bool is_last = i + 1 == batch_.size() || batch_.sequences()[i + 1] != batch_.sequences()[i];
    if (is_last) rows.num_cells_of_all += num_cells;
  }
  return rows;
}

}  // namespace samewire
