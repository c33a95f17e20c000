#pragma once

#include <array>
#include <cstdint>

#include "offload/offload-options.h"

namespace samewire {

/** Counts of values by size: bucket i holds those up to `kBounds[i]`, the last one the rest. */
struct StepTimeHistogram {
  /** Upper bounds in milliseconds. */
  static constexpr std::array<double, 14> kBounds{1,   2,   5,   10,  20,   40,   80,
                                                  160, 320, 640, 1280, 2560, 5120, 10240};
  std::array<std::uint64_t, kBounds.size() + 1> counts{};
  double sum_ms = 0.0;

  void add(double milliseconds) {
    std::size_t bucket = 0;
    while (bucket < kBounds.size() && milliseconds > kBounds[bucket]) ++bucket;
    ++counts[bucket];
    sum_ms += milliseconds;
  }
};

/** Drafts of one kind; only grows. */
struct DraftTotals {
  std::uint64_t num_drafts = 0;
  std::uint64_t num_tokens = 0;
  /** Those that were right. */
  std::uint64_t num_accepted_tokens = 0;
  /** What it took to make them; checking them is part of a step. */
  double milliseconds = 0.0;
};

/** What the loop is doing (up to `estimated_wait_ms`) and has done (the rest, which only grow). */
struct EngineStats {
  std::uint32_t num_active = 0;
  std::uint32_t num_waiting = 0;
  /** Those of the waiting whose prompt another one is computing for them. */
  std::uint32_t num_following = 0;
  /** Prompt tokens of those that wait for their first step. */
  std::uint64_t num_waiting_tokens = 0;
  /** Requests for embeddings that have not got all of theirs. */
  std::uint32_t num_waiting_embeddings = 0;
  std::uint32_t num_used_cells = 0;
  /** Used cells that hold nothing but kept prefixes. */
  std::uint32_t num_kept_cells = 0;
  /** How long a request that came now would wait for its first step, about. */
  double estimated_wait_ms = 0.0;

  std::uint64_t num_steps = 0;
  StepTimeHistogram step_times;
  /** What steps were made of. */
  std::uint64_t num_decode_tokens = 0;
  std::uint64_t num_prefill_tokens = 0;
  /** Tokens of texts that became vectors. */
  std::uint64_t num_embedded_tokens = 0;
  /** Of accepted prompts: all tokens, those found in the cache, and those of them that another
   * request was computing at that time. */
  std::uint64_t num_prompt_tokens = 0;
  std::uint64_t num_cached_tokens = 0;
  std::uint64_t num_shared_tokens = 0;
  /** Those that came from tiers below the cells, and those of them that were on disk. */
  std::uint64_t num_restored_tokens = 0;
  std::uint64_t num_disk_tokens = 0;
  std::uint64_t num_generated_tokens = 0;
  /** Drafts that were computed, their tokens, and those of them that were right. */
  std::uint64_t num_drafts = 0;
  std::uint64_t num_draft_tokens = 0;
  std::uint64_t num_accepted_draft_tokens = 0;
  /** Those of them that the draft model made. */
  DraftTotals model_drafts;
  std::uint64_t num_preemptions = 0;
  std::uint64_t num_evictions = 0;
  std::uint64_t num_evicted_tokens = 0;
  std::uint64_t num_missed_deadlines = 0;
  /** Its bytes in each tier may shrink. */
  OffloadTotals offload;
};

}  // namespace samewire
