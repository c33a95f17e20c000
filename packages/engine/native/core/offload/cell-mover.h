#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "model/model-runner.h"
#include "offload/block-tree.h"
#include "offload/copy-pace.h"
#include "offload/disk-tier.h"
#include "offload/offload-options.h"
#include "offload/saved-block.h"
#include "types.h"

namespace samewire {

/** How long copies of a step may take, and what they save. */
struct CopyBudget {
  double milliseconds = 0.0;
  /** What computing one token of a prompt takes; 0 if unknown. */
  double prefill_token_ms = 0.0;
};

/**
 * Moves prefixes between KV cells and the tiers below, block by block, so that a step never waits
 * for much longer than it is allowed to: a block more than the budget says, at most.
 *
 * A copy is made only where computing its tokens again would take longer than copying them out and
 * back, both as measured here. Loop thread only.
 */
class CellMover {
 public:
  CellMover(ModelRunner& runner, const OffloadOptions& options);

  /** A step begins: its budget is fresh, and what came from disk is in RAM. */
  void begin_step(const CopyBudget& budget);

  bool has_budget() const { return num_ms_left_ > 0.0; }

  /**
   * Saves those blocks of a sequence that are not saved yet.
   *
   * @return whether it is done; otherwise the budget has run out
   */
  bool save(SequenceId sequence, std::span<const Token> tokens, CacheScope scope);

  /** Whether nothing is lost with the cells of a sequence, as long as RAM has room for it. */
  bool has_in_ram(std::span<const Token> tokens, CacheScope scope);

  /** Tokens were given up that nobody has now. */
  void count_dropped(std::uint64_t num_tokens) { totals_.num_dropped_tokens += num_tokens; }

  /** What can be put behind the first `from` tokens of a prompt. */
  struct Piece {
    std::shared_ptr<const SavedBlock> block;
    /** The prompt agrees up to here. */
    std::uint32_t end;
    /** Free cells that restoring needs for a moment. */
    std::uint32_t num_cells;
    /** It comes in place of what the sequence has. */
    bool is_whole;
  };

  struct Lookup {
    std::optional<Piece> piece;
    /** There is something, but not in this step: no time left, or it comes from disk. */
    bool is_late = false;
  };

  Lookup find(std::span<const Token> prompt, CacheScope scope, std::uint32_t from);

  /** @return false if it could not be done; the block is forgotten then. */
  bool restore(const Piece& piece, SequenceId target, std::uint32_t from,
               std::span<const Token> prompt, CacheScope scope);

  /**
   * Puts what is not on disk yet of a sequence there, without taking room in RAM for it.
   *
   * @param begin tokens that were put there before; afterwards, those that are there now
   * @return whether it is done; otherwise the budget has run out, or the disk is behind
   */
  bool put_on_disk(SequenceId sequence, std::span<const Token> tokens, CacheScope scope,
                   std::size_t& begin);

  /** Everything that RAM has now, to be put on disk by `put_on_disk`. */
  std::vector<BlockTree<SavedBlock>::Block> blocks_in_ram() const { return ram_.all(); }

  /** @return false if the disk is behind */
  bool put_on_disk(const BlockTree<SavedBlock>::Block& block) {
    return disk_->write(block.scope, block.tokens, block.payload);
  }

  /** As those of the tier on disk. */
  std::uint64_t num_given_to_disk() { return disk_->num_given(); }
  std::uint64_t num_done_by_disk() { return disk_->num_done(); }

  /** Forgets everything, also on disk. */
  void clear();

  /** Whether what is saved outlives the process. */
  bool lasts() const { return disk_ != nullptr; }

  /** The end: what RAM has is put on disk, as far as there is time. */
  void finish(std::chrono::steady_clock::time_point until) {
    disk_->finish(ram_.take_all(), until);
  }

  OffloadTotals totals() const;

 private:
  bool pays(std::uint32_t num_tokens, std::size_t num_bytes);
  std::size_t block_size(std::size_t num_tokens) const;
  std::size_t expected_bytes(std::uint32_t num_tokens) const;
  bool save_last_block(SequenceId sequence, std::span<const Token> tokens, CacheScope scope);
  std::shared_ptr<const SavedBlock> copy_last_block(SequenceId sequence,
                                                    std::span<const Token> tokens);
  void hold(CacheScope scope, std::span<const Token> tokens,
            std::shared_ptr<const SavedBlock> block);

  ModelRunner& runner_;
  MemoryTraits memory_;
  BlockTree<SavedBlock> ram_;
  std::unique_ptr<DiskTier> disk_;
  CopyPace pace_;
  CopyBudget budget_;
  double num_ms_left_ = 0.0;
  bool has_restored_ = false;
  struct Saved {
    std::uint32_t num_tokens = 0;
    std::size_t num_bytes = 0;
  };
  Saved last_saved_;
  OffloadTotals totals_;
};

}  // namespace samewire
