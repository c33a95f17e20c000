#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "schedule/rank.h"
#include "types.h"

namespace samewire {

/** What one running generation asks of a step. */
struct Demand {
  /** Known tokens that are not computed; at least 1. */
  std::uint32_t num_pending;
  Rank rank;
  /** Its reader is behind: it gets nothing, and gives up its cells before others do. */
  bool parked;
  /** It can be computed in this step: its adapters are the step's. */
  bool in_turn = true;
  /** Most tokens it may get at once, where it must stop at a certain place; 0 is no limit. */
  std::uint32_t max_tokens = 0;
  /** Fewest tokens it can be given at once: what has to be computed in one call. */
  std::uint32_t min_tokens = 1;
  /** Cells it is expected to need soon, beyond what is pending. */
  std::uint32_t growth = 0;
  /** It decodes, and the step before read prompts without it. */
  bool was_left_out = false;
};

struct StepLimits {
  /** Most tokens of one step. */
  std::uint32_t max_tokens;
  /**
   * Most tokens of a step that reads prompts, the decoding ones counted, so that it ends in time; 0
   * if it is to read none.
   */
  std::uint32_t max_tokens_with_prompts;
  /** Cells that are free or can be freed without touching a running generation. */
  std::uint32_t num_available_cells;
  /** Whoever lacks one token gets it. */
  bool decodes = true;
};

/** The decision of one step, as plain data. Indices are places in the demands given. */
struct StepPlan {
  struct Share {
    std::size_t index;
    std::uint32_t num_tokens;
    /** Tokens that may follow, computed before that is known. */
    std::vector<Token> draft = {};
    /** The draft model was asked for them, and not a text. */
    bool is_by_model = false;
    /** Then how probable it thought each of them. */
    std::vector<double> probabilities = {};
  };

  /** How many tokens of whom are computed; those that decode come first. */
  std::vector<Share> shares;
  /** How many of the shares are the one token that a decoding sequence lacks. */
  std::uint32_t num_decoding = 0;
  /** Who gives up its cells first and waits again, because they are needed. */
  std::vector<std::size_t> preempted;

  /** Without drafts. */
  std::uint32_t num_tokens() const {
    std::uint32_t sum = 0;
    for (const Share& share : shares) sum += share.num_tokens;
    return sum;
  }
  std::uint32_t num_drafts() const {
    std::size_t sum = 0;
    for (const Share& share : shares) sum += share.draft.size();
    return static_cast<std::uint32_t>(sum);
  }
  void drop_drafts() {
    for (Share& share : shares) share.draft.clear();
  }
};

}  // namespace samewire
