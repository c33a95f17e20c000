#pragma once

#include <llama.h>

#include <cstddef>
#include <cstdint>
#include <optional>

#include "model/model-runner.h"
#include "model/pages-ahead.h"
#include "model/saved-cells.h"
#include "types.h"

namespace samewire {

/**
 * Copies cells out of a `llama_context` and back. Loop thread only.
 *
 * llama.cpp saves a sequence as a whole, and of a sliding window only what the last token looks
 * at. So a run of tokens is first shared with a spare sequence that has nothing else, and is short
 * enough for the window.
 */
class CellCopy {
 public:
  /** Most tokens of a run, for a model whose attention looks back `window` tokens; 0: all. */
  static std::uint32_t max_run(std::uint32_t window);

  /**
   * @param spare an id that no batch uses; looked at for runs only
   * @param pages where runs are copied to, if it has enough; null: none
   */
  CellCopy(llama_context* context, Saving saving, SequenceId spare, PagesAhead* pages)
      : context_(context), saving_(saving), spare_(spare), pages_(pages) {}

  /** As `ModelRunner::save`. */
  std::optional<SavedCells> save(SequenceId sequence, Position begin, Position end) const;
  /** As `ModelRunner::restore`. */
  bool restore(const SavedCells& saved, SequenceId target, Position from, Position end) const;
  /** As `ModelRunner::move`. */
  bool move(SequenceId sequence, Position begin, Position end) const;

 private:
  llama_memory_t memory() const { return llama_get_memory(context_); }
  std::optional<SavedCells> save_all(SequenceId sequence) const;
  SavedCells room_for(std::size_t size) const;
  bool restore_all(const SavedCells& saved, SequenceId target, Position end) const;

  llama_context* context_;
  Saving saving_;
  SequenceId spare_;
  PagesAhead* pages_;
};

}  // namespace samewire
