#include "model/cell-copy.h"

#include <algorithm>
#include <bit>
#include <new>
#include <utility>

#include "model/llama-log.h"

namespace samewire {
namespace {

/** Long enough that a copy is few large pieces, short enough to be little beside a step. */
constexpr std::uint32_t kMaxRun = 256;

std::uint8_t* raw(std::span<std::byte> bytes) {
  return reinterpret_cast<std::uint8_t*>(bytes.data());
}

const std::uint8_t* raw(std::span<const std::byte> bytes) {
  return reinterpret_cast<const std::uint8_t*>(bytes.data());
}

}  // namespace

// Half a window, because some windows are centred; a power of two, because others are chunks that
// a run must not cross the border of.
std::uint32_t CellCopy::max_run(std::uint32_t window) {
  return window == 0 ? kMaxRun : std::min(kMaxRun, std::bit_floor(std::max(window / 2, 1U)));
}

std::optional<SavedCells> CellCopy::save(SequenceId sequence, Position begin, Position end) const {
  if (saving_ == Saving::kWhole) return save_all(sequence);
  llama_memory_seq_cp(memory(), sequence, spare_, begin, end);
  const bool is_there = llama_memory_seq_pos_min(memory(), spare_) == begin &&
                        llama_memory_seq_pos_max(memory(), spare_) == end - 1;
  std::optional<SavedCells> saved;
  if (is_there) saved = save_all(spare_);
  llama_memory_seq_rm(memory(), spare_, -1, -1);
  return saved;
}

SavedCells CellCopy::room_for(std::size_t size) const {
  std::optional<Pages> pages;
  if (pages_ != nullptr && size > PagesAhead::kFewBytes) pages = pages_->take(size);
  return pages ? SavedCells(std::move(*pages), size) : SavedCells(size);
}

std::optional<SavedCells> CellCopy::save_all(SequenceId sequence) const {
  const std::size_t size =
      llama_state_seq_get_size_ext(context_, sequence, LLAMA_STATE_SEQ_FLAGS_NONE);
  if (size == 0) return std::nullopt;
  try {
    SavedCells saved = room_for(size);
    const std::size_t written = llama_state_seq_get_data_ext(context_, raw(saved.bytes()), size,
                                                             sequence, LLAMA_STATE_SEQ_FLAGS_NONE);
    if (written != size) return std::nullopt;
    return saved;
  } catch (const std::bad_alloc&) {
    return std::nullopt;
  }
}

bool CellCopy::restore(const SavedCells& saved, SequenceId target, Position from,
                       Position end) const {
  if (saving_ == Saving::kWhole) return restore_all(saved, target, end);
  const bool is_restored = restore_all(saved, spare_, -1) &&
                           llama_memory_seq_pos_min(memory(), spare_) <= from &&
                           llama_memory_seq_pos_max(memory(), spare_) >= end - 1;
  if (is_restored) llama_memory_seq_cp(memory(), spare_, target, from, end);
  llama_memory_seq_rm(memory(), spare_, -1, -1);
  return is_restored;
}

// llama.cpp restores into the first free cells. The old ones stay until that has succeeded.
bool CellCopy::move(SequenceId sequence, Position begin, Position end) const {
  if (saving_ != Saving::kRuns) return false;
  const std::optional<SavedCells> saved = save(sequence, begin, end);
  const bool is_copied = saved && restore_all(*saved, spare_, end);
  if (is_copied) {
    llama_memory_seq_rm(memory(), sequence, begin, end);
    llama_memory_seq_cp(memory(), spare_, sequence, begin, end);
  }
  llama_memory_seq_rm(memory(), spare_, -1, -1);
  return is_copied;
}

/** `end`: where the sequence must end then; negative: anywhere. */
bool CellCopy::restore_all(const SavedCells& saved, SequenceId target, Position end) const {
  // A lack of room is no error to us, whatever llama.cpp writes to its log.
  const LlamaLogCapture log;
  try {
    const std::size_t read = llama_state_seq_set_data_ext(
        context_, raw(saved.bytes()), saved.size(), target, LLAMA_STATE_SEQ_FLAGS_NONE);
    const bool ends_there = end < 0 || llama_memory_seq_pos_max(memory(), target) == end - 1;
    if (read > 0 && ends_there) return true;
  } catch (const std::exception&) {
    // As any other failure.
  }
  llama_memory_seq_rm(memory(), target, -1, -1);
  return false;
}

}  // namespace samewire
