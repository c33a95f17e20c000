#include "loop/demands.h"

#include <algorithm>

namespace samewire {

std::vector<Demand> demands_of(std::span<const std::unique_ptr<Generation>> running,
                               const AdapterSet* in_turn, const MemoryTraits& memory) {
  std::vector<Demand> demands;
  demands.reserve(running.size());
  for (const auto& generation : running) {
    demands.push_back(
        {.num_pending = generation->num_pending(),
         .rank = generation->rank(),
         .parked = !generation->can_compute(),
         .in_turn = generation->request().adapters.get() == in_turn,
         .max_tokens = memory.can_snapshot ? generation->num_to_branch_point() : 0,
         .growth = generation->num_ahead(kGrowthHorizon) - generation->num_pending()});
  }
  return demands;
}

StepPlan plan_generations(std::span<const std::unique_ptr<Generation>> running,
                          const AdapterSet* in_turn, const KvCache& cache, const StepPacer& pacer,
                          std::uint32_t max_step_tokens) {
  const auto demands = demands_of(running, in_turn, cache.memory());
  std::vector<std::uint32_t> held_cells;
  held_cells.reserve(running.size());
  std::uint64_t num_wanted = 0;
  for (const auto& generation : running) {
    held_cells.push_back(cache.length(*generation->sequence()));
    num_wanted += generation->num_pending();
  }
  const auto num_decoding = static_cast<std::uint32_t>(
      std::ranges::count_if(demands, [](const Demand& demand) {
        return demand.in_turn && !demand.parked && demand.num_pending == 1;
      }));
  // What could be freed is worth counting only if what is free does not do.
  const bool is_enough =
      cache.num_free() >= std::min<std::uint64_t>(num_wanted, max_step_tokens);
  const StepLimits limits{
      .max_tokens = max_step_tokens,
      .max_tokens_with_prompts = pacer.step_budget(max_step_tokens, num_decoding),
      .num_available_cells = is_enough ? cache.num_free() : cache.num_available(),
  };
  return plan_step(demands, held_cells, limits);
}

Admission admission_of(const Generation& waiting, std::uint32_t num_cached) {
  const auto num_known = static_cast<std::uint32_t>(waiting.known().size());
  return {.num_uncached = num_known - num_cached,
          .growth = waiting.num_ahead(kGrowthHorizon) - waiting.num_pending()};
}

}  // namespace samewire
