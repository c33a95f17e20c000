#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "model/model-runner.h"
#include "offload/cell-mover.h"
#include "offload/offload-options.h"
#include "schedule/prefix-tree.h"
#include "types.h"

namespace samewire {

/** What has happened to kept prefixes; both only grow. */
struct KvCacheTotals {
  /** Kept sequences that were given up for their cells. */
  std::uint64_t num_evictions = 0;
  std::uint64_t num_evicted_tokens = 0;
};

/**
 * Knows what stands in every sequence's KV cells, and mirrors exactly which cells are taken, so
 * that room is a question of arithmetic and not of a failed decode. Loop thread only.
 *
 * A sequence is *held* while a request runs in it. When released it keeps its cells as a prefix
 * for later requests, until the room is needed: the one that is worth least goes first
 * (keep-value.h), into the tiers below, if there are any. Sequences of different scopes never
 * share.
 *
 * Where every row passes over all cells, what is kept costs those that run more than a copy to RAM
 * and back: then it is copied while nothing runs, and gives its cells up as soon as something does.
 * For the same reason what runs is moved into free cells before it.
 *
 * What is found ends inside no chunk of media (media-token.h).
 *
 * Where each sequence has cells of its own, there is always room: a request never needs more.
 *
 * Invariants: the number of used cells is the number of distinct cells over all sequences, that of
 * held cells the same over held sequences; a cell that sequences share counts once.
 */
class KvCache {
 public:
  /** A sequence that stands in cells. */
  struct Listed {
    std::uint32_t num_tokens;
    bool is_held;
  };

  /** `max_kept_cells`: most cells that only released sequences may use. Attention looks at them. */
  explicit KvCache(ModelRunner& runner,
                   std::uint32_t max_kept_cells = std::numeric_limits<std::uint32_t>::max(),
                   const OffloadOptions& offload = {});

  const MemoryTraits& memory() const { return memory_; }
  std::uint32_t num_cells() const { return static_cast<std::uint32_t>(cells_.size()); }
  std::uint32_t num_used() const { return num_used_; }
  std::uint32_t num_free() const;
  /** Cells that only released sequences use. */
  std::uint32_t num_kept() const { return num_used_ - num_held_; }
  /** Free cells plus those that only released sequences use. */
  std::uint32_t num_available() const;
  std::uint32_t max_kept_cells() const { return max_kept_cells_; }
  const KvCacheTotals& totals() const { return totals_; }

  struct Claim {
    SequenceId sequence;
    /** How many of the prompt's tokens stand in its cells already. */
    std::uint32_t num_cached;
  };

  /**
   * Holds a released sequence for a prompt and puts as much of the prompt into it as some
   * sequence of the scope, held or not, has already computed; at most all but the last token,
   * whose logits are still needed. There must be a released sequence.
   */
  Claim claim(std::span<const Token> prompt, CacheScope scope = 0);

  /** How many tokens `claim` would find, were it called now: in cells, not in tiers below. */
  std::uint32_t count_cached(std::span<const Token> prompt, CacheScope scope = 0) const;

  /** Whether what loses its cells may be kept elsewhere. */
  bool has_tiers() const { return mover_ != nullptr; }

  /**
   * A step begins, which may spend so much time on copies. Copies and gives up what is kept beyond
   * the limits.
   *
   * @return whether there is more of that to do
   */
  bool begin_step(const CopyBudget& budget);

  struct Extension {
    /** Tokens of the sequence now; fewer than before if a copy failed. */
    std::uint32_t length;
    /** There is more, but not in this step. */
    bool is_late = false;
    /** New tokens that came from disk. */
    std::uint32_t num_from_disk = 0;
  };

  /**
   * Continues a held sequence with what the tiers below have of a prompt, at most all but the last
   * token.
   */
  Extension extend(SequenceId sequence, std::span<const Token> prompt);

  /** The cells of `tokens` were computed at the end of a held sequence. */
  void append(SequenceId sequence, std::span<const Token> tokens);

  /** What was computed behind the end of a held sequence is not part of it after all. */
  void drop_beyond(SequenceId sequence);

  /**
   * Keeps a copy of a held sequence as it stands now, where a memory cannot be cut back to this
   * point later. Nothing happens where it can, or where no sequence is empty.
   */
  void keep_snapshot(SequenceId sequence);

  /** The request in a sequence has ended; its cells stay as a prefix. */
  void release(SequenceId sequence);

  /** Gives up all cells of a sequence, held or not. */
  void clear(SequenceId sequence);

  /** Gives up released sequences, until so many cells are free or none is left. */
  void make_room(std::uint32_t num_cells);

  /**
   * The end: where there is a tier that outlives the process, everything is put there, the last used
   * first, as far as there is time. Nothing may be asked of it afterwards.
   */
  void finish(std::chrono::milliseconds time) noexcept;

  /** All that stand in cells, the last used first. */
  std::vector<Listed> list() const;

  /** Whether there is a tier that outlives the process. */
  bool lasts() const { return mover_ != nullptr && mover_->lasts(); }

  /**
   * Goes on putting everything on disk that is there when it is first called, for about so long. To be
   * called again until it is done; requests may run in between. There must be such a tier.
   *
   * @return whether it is done
   */
  bool save_all(double milliseconds);

  /** Gives up all that is kept, in cells and in the tiers below. @return released sequences */
  std::uint32_t drop_kept();

  std::uint32_t length(SequenceId sequence) const;
  bool has_released() const;
  OffloadTotals offload_totals() const;

 private:
  /** Where it is in the pool: llama.cpp takes the first that are free. Drafts may shift it a little. */
  using CellIndex = std::uint32_t;

  struct Cell {
    /** Sequences that use it. */
    std::uint32_t num_sharers = 0;
    /** Held ones among them. */
    std::uint32_t num_holders = 0;
    /** Requests that have used it. */
    std::uint32_t num_uses = 0;
  };

  struct Sequence {
    /** cells[i] is the cell of its token i. */
    std::vector<CellIndex> cells;
    CacheScope scope = 0;
    bool held = false;
    std::uint64_t last_used = 0;
    /** `last_used` when all of it was copied to the tiers below, or was not worth it; 0 if never. */
    std::uint64_t settled = 0;
  };

  struct Prefix {
    std::size_t source;
    std::size_t length;
  };

  Prefix find_prefix(std::span<const Token> prompt, CacheScope scope) const;
  std::size_t choose_target(const Prefix& prefix) const;
  std::optional<std::size_t> find_empty() const;
  std::optional<std::size_t> least_worth_keeping(
      bool for_its_cells, std::optional<std::size_t> but = std::nullopt) const;
  /** What `save_all` has yet to do. */
  struct SavePass {
    /** The next one last. */
    std::vector<std::size_t> sequences;
    /** What of that one was put on disk, as long as it is in the same place. */
    std::vector<Token> done = {};
    /** The next one last. */
    std::vector<BlockTree<SavedBlock>::Block> blocks;
    /** What the disk has to have done, once all of it was given to it. */
    std::optional<std::uint64_t> num_given = std::nullopt;
  };

  SavePass begin_save_pass() const;
  std::vector<std::size_t> by_last_use() const;
  double value_of(std::size_t index, bool for_its_cells) const;
  std::uint32_t num_cells_of_its_own(const Sequence& sequence) const;
  bool save(std::size_t index);
  void evict(std::size_t index);
  bool shed_excess();
  bool retire_kept();
  bool is_saved(std::size_t index) const;
  bool restore(const CellMover::Piece& piece, std::size_t index, std::span<const Token> prompt);
  /** Tokens of a sequence that nobody shares, in neighbouring places. */
  struct Run {
    std::size_t index;
    std::size_t begin;
    std::size_t end;
  };

  void close_gaps();
  std::uint32_t last_used_cell() const;
  std::optional<Run> run_at(CellIndex cell) const;
  void move(const Run& run);
  void drop_redundant(std::size_t released);
  void hold(std::size_t index);
  void unhold(std::size_t index);
  void copy_prefix(const Prefix& prefix, std::size_t target);
  void cut(std::size_t index, std::size_t length);
  CellIndex take_cell();
  void drop_cell(CellIndex cell);

  ModelRunner& runner_;
  MemoryTraits memory_;
  std::uint32_t max_kept_cells_;
  /** Beside requests that run. */
  std::uint32_t max_kept_beside_ = std::numeric_limits<std::uint32_t>::max();
  std::vector<Sequence> sequences_;
  /** What the tokens of the sequences are. */
  PrefixTree tree_;
  /** Null where nothing can be saved, or nothing shall be. */
  std::unique_ptr<CellMover> mover_;
  std::vector<Cell> cells_;
  /** A heap, the first one at the front. */
  std::vector<CellIndex> free_cells_;
  /** Whether gaps cost, and can be closed. */
  bool closes_gaps_;
  /** There may be free cells before those in use. */
  bool may_have_gaps_ = false;
  std::uint32_t num_used_ = 0;
  std::uint32_t num_held_ = 0;
  std::uint64_t clock_ = 0;
  /** `clock_` when nothing was left to retire: nothing changes until it moves. */
  std::optional<std::uint64_t> retired_at_;
  std::optional<SavePass> save_pass_;
  KvCacheTotals totals_;
};

}  // namespace samewire
