#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>

#include "model/adapter.h"
#include "model/batch.h"
#include "model/saved-cells.h"
#include "types.h"

namespace samewire {

/** What a step came to. The first four are llama_decode's 0, 1, 2 and -1 (llama.h). */
enum class DecodeStatus : std::uint8_t {
  kOk,
  /** No KV cells for the batch; nothing was computed. A matter of scheduling, not an error. */
  kNoRoom,
  /** `abort` was called; some tokens of the batch may have been computed. */
  kAborted,
  /** The batch contradicts the memory; nothing was computed. A bug on our side. */
  kInvalidBatch,
  /** The back end failed; some tokens of the batch may have been computed. */
  kFailed,
  kOutOfMemory,
};

/** How the content of cells can be copied out and back. */
enum class Saving : std::uint8_t {
  kNone,
  /** Any run of a sequence's tokens, of limited length. */
  kRuns,
  /** A sequence from its beginning to where it ends, and nothing less. */
  kWhole,
};

/** What can be done with what a model has read. */
struct MemoryTraits {
  /**
   * The tail of a sequence can be removed. Not so where the past is one state (recurrent, hybrid):
   * there a sequence can be continued where it ends, and nowhere else.
   */
  bool can_cut = true;
  /** Sequences can share the cells of a common prefix. */
  bool can_share = true;
  /** Where a sequence cannot be cut: it can be copied as it stands, to be continued from there. */
  bool can_snapshot = false;
  /** All sequences draw from one pool; otherwise each has num_cells / num_sequences of its own. */
  bool is_pooled = true;
  /** Cells of a sequence can be lost once no later token looks at them (a sliding window). */
  bool has_window = false;
  Saving saving = Saving::kNone;
  /** Most tokens of a run. */
  std::uint32_t max_run = 256;

  /**
   * Tokens can be computed that are taken back when they turn out to be wrong. Where sequences have
   * cells of their own, llama.cpp computes those of one step one after another, and a window would
   * lose cells to the first ones.
   */
  bool can_take_back() const { return can_cut && (is_pooled || !has_window); }
};

/** Of which tokens of a batch the state is handed out that the last layer leaves behind. */
enum class KeptStates : std::uint8_t {
  kNone,
  /** Of those that ask for logits. */
  kOfLogits,
  /** Of all; only where sequences share one pool of cells. */
  kAll,
};

struct RunnerLimits {
  /** KV cells, over all sequences. */
  std::uint32_t num_cells;
  /** Sequence ids are 0 .. num_sequences - 1. */
  std::uint32_t num_sequences;
  /** Most tokens of one batch. */
  std::uint32_t max_batch_tokens;
  MemoryTraits memory;
  /** Tokens that a batch is best made of whole multiples of. */
  std::uint32_t tile = 64;
  /** Attention of a tile's rows looks at the cells of all of them; below a tile, a row at its own. */
  bool tile_is_dense = false;
  /**
   * A sequence beyond the others, for rows that only fill up a tile: a batch may have them behind all
   * others, from any position on, and removes the sequence afterwards. None where tiles are no better.
   */
  std::optional<SequenceId> filler = std::nullopt;
  /** As in `TileCosts`; 0 if not known. */
  double cells_per_row = 0.0;
  /** Every row passes over the cells of all sequences, which takes time for each of them. */
  bool passes_all_cells = false;
  /** Most tokens of one batch that ask for logits; at least one for each sequence. */
  std::uint32_t max_logits = std::numeric_limits<std::uint32_t>::max();

  /** Most cells one sequence can have. */
  std::uint32_t cells_per_sequence() const {
    return memory.is_pooled ? num_cells : num_cells / num_sequences;
  }
};

/**
 * The one door to the model's computation. Loop thread only, except `abort`.
 *
 * Cells of a sequence must be contiguous from position 0: a batch continues each of its sequences
 * exactly where it ends. Sequence operations take effect at once and cannot fail, as long as they
 * are of the kind that the memory's traits allow; removing a whole sequence always is.
 */
class ModelRunner {
 public:
  virtual ~ModelRunner() = default;

  virtual RunnerLimits limits() const = 0;

  /**
   * Called once, first, on the thread that will decode: whatever makes the first step fast.
   *
   * @throws EngineException kOutOfMemory or kDecodeFailed if no step can be computed
   */
  virtual void prepare() = 0;

  /** The adapters of the batches to come; null for none. */
  virtual void use_adapters(const AdapterSet* adapters) = 0;

  virtual DecodeStatus decode(const Batch& batch) = 0;

  /**
   * The logits of a token of the last batch that asked for them, one per vocabulary entry.
   * Valid until the next `decode`.
   */
  virtual std::span<const float> logits(std::size_t batch_index) const = 0;

  /** Of the batches to come; at first `kNone`. Nothing happens where states are not known. */
  virtual void keep_states(KeptStates /*which*/) {}

  /**
   * The state behind a token of the last batch, for layers that were trained to read it; empty where
   * it is not known. Valid until the next `decode`.
   */
  virtual std::span<const float> state(std::size_t /*batch_index*/) const { return {}; }

  /** Removes the cells of a sequence from a position on; 0 removes the sequence. */
  virtual void remove_from(SequenceId sequence, Position from) = 0;

  /**
   * Lets `target`, which must be empty, share the cells of `source` before a position. Where
   * memory cannot be cut, that position must be where `source` ends.
   */
  virtual void share_prefix(SequenceId source, SequenceId target, Position end) = 0;

  /**
   * Whether everything is there that a continuation of a sequence from `end` on looks at. Always
   * so, except where memory has a window.
   */
  virtual bool is_intact(SequenceId sequence, Position end) const = 0;

  /**
   * Copies what a sequence has from `begin` up to `end`, within what `MemoryTraits::saving` allows.
   * Nothing if it is not all there, or there is no memory for the copy.
   */
  virtual std::optional<SavedCells> save(SequenceId sequence, Position begin, Position end) = 0;

  /**
   * Continues `target`, which ends at `from`, with what was saved of an equal sequence, up to
   * `end`. What was saved begins at `from` or before; of a whole sequence all is restored, into an
   * empty one. As many cells as were saved must be free, even if fewer are wanted.
   *
   * @return false if it could not be done; then `target` is as it was
   */
  virtual bool restore(const SavedCells& saved, SequenceId target, Position from, Position end) = 0;

  /**
   * Puts what a sequence alone has from `begin` up to `end`, at most a run, into the first cells that
   * are free; as many must be. The past stays the same.
   *
   * @return false if it could not be done; then all is as it was
   */
  virtual bool move(SequenceId /*sequence*/, Position /*begin*/, Position /*end*/) {
    return false;
  }

  /** Makes a `decode` that is running return `kAborted` soon. Any thread. */
  virtual void abort() = 0;
};

}  // namespace samewire
