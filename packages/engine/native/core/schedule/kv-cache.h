#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "model/model-runner.h"
#include "types.h"

namespace samewire {

/**
 * Knows what stands in every sequence's KV cells, and mirrors exactly which cells are taken, so
 * that room is a question of arithmetic and not of a failed decode. Loop thread only.
 *
 * A sequence is *held* while a request runs in it. When released it keeps its cells as a prefix
 * for later requests, until the room is needed: the longest unused goes first.
 *
 * Where each sequence has cells of its own, there is always room: a request never needs more.
 *
 * Invariant: the number of used cells is the number of distinct cells over all sequences; a cell
 * that sequences share counts once.
 */
class KvCache {
 public:
  explicit KvCache(ModelRunner& runner);

  std::uint32_t num_cells() const { return static_cast<std::uint32_t>(sharers_.size()); }
  std::uint32_t num_used() const { return num_used_; }
  std::uint32_t num_free() const;
  /** Free cells plus those that only released sequences use. */
  std::uint32_t num_available() const;

  struct Claim {
    SequenceId sequence;
    /** How many of the prompt's tokens stand in its cells already. */
    std::uint32_t num_cached;
  };

  /**
   * Holds a released sequence for a prompt and puts as much of the prompt into it as some
   * sequence, held or not, has already computed; at most all but the last token, whose logits
   * are still needed. There must be a released sequence.
   */
  Claim claim(std::span<const Token> prompt);

  /** How many tokens `claim` would find, were it called now. */
  std::uint32_t count_cached(std::span<const Token> prompt) const;

  /** The cells of `tokens` were computed at the end of a held sequence. */
  void append(SequenceId sequence, std::span<const Token> tokens);

  /** The request in a sequence has ended; its cells stay as a prefix. */
  void release(SequenceId sequence);

  /** Gives up all cells of a sequence, held or not. */
  void clear(SequenceId sequence);

  /** Clears released sequences, longest unused first, until so many cells are free or none is left.
   */
  void make_room(std::uint32_t num_cells);

  std::uint32_t length(SequenceId sequence) const;
  bool has_released() const;

 private:
  using Cell = std::uint32_t;

  struct Sequence {
    std::vector<Token> tokens;
    /** cells[i] is the cell of tokens[i]. Names of ours; llama.cpp places cells as it likes. */
    std::vector<Cell> cells;
    bool held = false;
    std::uint64_t last_used = 0;
  };

  struct Prefix {
    std::size_t source;
    std::size_t length;
  };

  Prefix find_prefix(std::span<const Token> prompt) const;
  std::size_t choose_target(const Prefix& prefix) const;
  std::size_t longest_unused() const;
  void cut(std::size_t index, std::size_t length);
  Cell take_cell();
  void drop_cell(Cell cell);

  ModelRunner& runner_;
  MemoryTraits memory_;
  std::vector<Sequence> sequences_;
  /** sharers_[c]: how many sequences use cell c. */
  std::vector<std::uint32_t> sharers_;
  std::vector<Cell> free_cells_;
  std::uint32_t num_used_ = 0;
  std::uint64_t clock_ = 0;
};

}  // namespace samewire
