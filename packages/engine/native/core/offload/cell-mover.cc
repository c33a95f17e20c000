#include "offload/cell-mover.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace samewire {
namespace {

using Clock = std::chrono::steady_clock;

double ms_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

}  // namespace

CellMover::CellMover(ModelRunner& runner, const OffloadOptions& options)
    : runner_(runner),
      memory_(runner.limits().memory),
      ram_(memory_.saving == Saving::kRuns ? memory_.max_run : 0, options.ram_bytes) {
  if (options.disk) {
    disk_ = std::make_unique<DiskTier>(*options.disk, ram_.block_tokens(), options.wake);
  }
}

void CellMover::begin_step(const CopyBudget& budget) {
  budget_ = budget;
  num_ms_left_ = budget.milliseconds;
  has_restored_ = false;
  if (disk_ == nullptr) return;
  for (DiskTier::Arrival& arrival : disk_->take_arrivals()) {
    hold(arrival.scope, arrival.tokens, std::move(arrival.block));
    // What RAM cannot hold would be read again and again.
    if (!ram_.touch(arrival.scope, arrival.tokens)) disk_->forget(arrival.scope, arrival.tokens);
  }
}

bool CellMover::pays(std::uint32_t num_tokens, std::size_t num_bytes) {
  const bool is_speed_known = budget_.prefill_token_ms > 0.0;
  const double compute_ms = num_tokens * budget_.prefill_token_ms;
  if (!is_speed_known || compute_ms > 2 * pace_.estimate_ms(num_bytes)) return true;
  pace_.doubt();
  return false;
}

/** About what saving tokens takes; 0 until something was saved. A state has one size. */
std::size_t CellMover::expected_bytes(std::uint32_t num_tokens) const {
  const auto& [num_saved, num_bytes] = last_saved_;
  if (num_bytes == 0 || memory_.saving == Saving::kWhole) return num_bytes;
  return num_bytes / num_saved * num_tokens;
}

/** Tokens of a block; of one sequence as a whole, where a past is one state. */
std::size_t CellMover::block_size(std::size_t num_tokens) const {
  return ram_.block_tokens() == 0 ? num_tokens : ram_.block_tokens();
}

bool CellMover::has_in_ram(std::span<const Token> tokens, CacheScope scope) {
  const std::size_t step = block_size(tokens.size());
  for (std::size_t end = 0; end < tokens.size();) {
    end = std::min(tokens.size(), end + step);
    if (!ram_.touch(scope, tokens.first(end))) return false;
  }
  return true;
}

bool CellMover::save(SequenceId sequence, std::span<const Token> tokens, CacheScope scope) {
  const std::size_t step = block_size(tokens.size());
  for (std::size_t end = 0; end < tokens.size();) {
    end = std::min(tokens.size(), end + step);
    const std::span<const Token> text = tokens.first(end);
    if (ram_.touch(scope, text)) continue;
    const std::uint32_t num_tokens =
        static_cast<std::uint32_t>(end) - ram_.last_begin(end);
    const std::size_t num_bytes = expected_bytes(num_tokens);
    const bool has_place = disk_ != nullptr || num_bytes <= ram_.max_bytes();
    if (!has_place || !pays(num_tokens, num_bytes)) return true;
    if (!has_budget()) return false;
    if (!save_last_block(sequence, text, scope)) return true;
  }
  return true;
}

bool CellMover::put_on_disk(SequenceId sequence, std::span<const Token> tokens, CacheScope scope,
                            std::size_t& begin) {
  const std::size_t step = block_size(tokens.size());
  while (begin < tokens.size()) {
    const std::size_t end = std::min(tokens.size(), begin + step);
    const std::span<const Token> text = tokens.first(end);
    if (!disk_->holds(scope, text)) {
      const auto num_tokens = static_cast<std::uint32_t>(end - begin);
      if (!has_budget() || !disk_->takes(expected_bytes(num_tokens))) return false;
      const auto block = copy_last_block(sequence, text);
      // What cannot be copied is left out, with all that follows it.
      if (block == nullptr) return true;
      if (!disk_->write(scope, text, block)) return false;
    }
    begin = end;
  }
  return true;
}

void CellMover::clear() {
  ram_.take_all();
  if (disk_ != nullptr) disk_->clear();
}

bool CellMover::save_last_block(SequenceId sequence, std::span<const Token> tokens,
                                CacheScope scope) {
  auto block = copy_last_block(sequence, tokens);
  if (block == nullptr) return false;
  hold(scope, tokens, std::move(block));
  return true;
}

std::shared_ptr<const SavedBlock> CellMover::copy_last_block(SequenceId sequence,
                                                             std::span<const Token> tokens) {
  const std::uint32_t begin = ram_.last_begin(tokens.size());
  const auto num_tokens = static_cast<std::uint32_t>(tokens.size()) - begin;
  const Clock::time_point start = Clock::now();
  std::optional<SavedCells> cells = runner_.save(sequence, static_cast<Position>(begin),
                                                 static_cast<Position>(tokens.size()));
  const double milliseconds = ms_since(start);
  num_ms_left_ -= milliseconds;
  if (!cells) return nullptr;
  pace_.record(cells->size(), milliseconds);
  last_saved_ = {.num_tokens = num_tokens, .num_bytes = cells->size()};
  totals_.demotions.num_tokens += num_tokens;
  totals_.demotions.num_bytes += cells->size();
  totals_.demotions.milliseconds += milliseconds;
  return std::make_shared<SavedBlock>(SavedBlock{.cells = std::move(*cells)});
}

void CellMover::hold(CacheScope scope, std::span<const Token> tokens,
                     std::shared_ptr<const SavedBlock> block) {
  const std::size_t num_bytes = block->cells.size() + tokens.size_bytes();
  const auto gone = ram_.insert(scope, tokens, std::move(block), num_bytes);
  if (disk_ == nullptr) return;
  for (const auto& evicted : gone.evicted) {
    disk_->write(evicted.scope, evicted.tokens, evicted.payload);
  }
}

CellMover::Lookup CellMover::find(std::span<const Token> prompt, CacheScope scope,
                                  std::uint32_t from) {
  Lookup lookup;
  const auto found = ram_.find(scope, prompt, from);
  if (found) {
    if (!pays(found->end - from, found->payload->cells.size())) return lookup;
    // The first of a step is always restored, or a budget of less than a block would stop all.
    lookup.is_late = has_restored_ && !has_budget();
    if (lookup.is_late) return lookup;
    ram_.touch(scope, prompt.first(found->end));
    lookup.piece = Piece{.block = found->payload,
                         .end = found->end,
                         .num_cells = found->size,
                         .is_whole = memory_.saving == Saving::kWhole};
  } else if (disk_ != nullptr) {
    lookup.is_late = disk_->request(scope, prompt, from);
  }
  return lookup;
}

bool CellMover::restore(const Piece& piece, SequenceId target, std::uint32_t from,
                        std::span<const Token> prompt, CacheScope scope) {
  const Clock::time_point start = Clock::now();
  const bool is_restored =
      runner_.restore(piece.block->cells, target, static_cast<Position>(piece.is_whole ? 0 : from),
                      static_cast<Position>(piece.end));
  const double milliseconds = ms_since(start);
  num_ms_left_ -= milliseconds;
  has_restored_ = true;
  if (!is_restored) {
    ram_.forget(scope, prompt, from);
    return false;
  }
  pace_.record(piece.block->cells.size(), milliseconds);
  const std::uint32_t num_tokens = piece.end - from;
  totals_.promotions.num_tokens += num_tokens;
  totals_.promotions.num_bytes += piece.block->cells.size();
  totals_.promotions.milliseconds += milliseconds;
  return true;
}

OffloadTotals CellMover::totals() const {
  OffloadTotals totals = totals_;
  totals.ram_bytes = ram_.num_bytes();
  totals.ram_limit_bytes = ram_.max_bytes();
  totals.disk_bytes = disk_ == nullptr ? 0 : disk_->num_bytes();
  return totals;
}

}  // namespace samewire
