#pragma once

#include <cstdint>

namespace samewire {

/** What the loop is doing (the first three) and has done (the rest, which only grow). */
struct EngineStats {
  std::uint32_t num_active = 0;
  std::uint32_t num_waiting = 0;
  std::uint32_t num_used_cells = 0;
  std::uint64_t num_steps = 0;
  std::uint64_t num_prompt_tokens = 0;
  std::uint64_t num_cached_tokens = 0;
  std::uint64_t num_generated_tokens = 0;
  std::uint64_t num_preemptions = 0;
};

}  // namespace samewire
