#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "loop/generation.h"
#include "schedule/kv-cache.h"
#include "schedule/step-pacer.h"

namespace samewire {

/** What came of looking into the tiers below the cells. */
struct Promotion {
  /** Another step would do more. */
  bool goes_on = false;
  /** Prompt tokens that need not be computed, and those of them that came from disk. */
  std::uint32_t num_tokens = 0;
  std::uint32_t num_disk_tokens = 0;
};

/**
 * Begins a step of the cache, and puts into the cells of running generations what the tiers below
 * have of their tokens, as far as the time of the step allows. Those for which there is more then
 * wait for it instead of computing it.
 */
Promotion promote(KvCache& cache, std::span<const std::unique_ptr<Generation>> running,
                  const PaceTarget& pace, double prefill_token_ms);

}  // namespace samewire
