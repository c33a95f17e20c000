#include "loop/demands.h"

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

Admission admission_of(const Generation& waiting, std::uint32_t num_cached) {
  const auto num_known = static_cast<std::uint32_t>(waiting.known().size());
  return {.num_uncached = num_known - num_cached,
          .growth = waiting.num_ahead(kGrowthHorizon) - waiting.num_pending()};
}

}  // namespace samewire
