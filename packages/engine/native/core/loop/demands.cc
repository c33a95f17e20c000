#include "loop/demands.h"

#include <algorithm>

namespace samewire {
namespace {

/** The nearer of two places, where 0 is none. */
std::uint32_t nearer(std::uint32_t a, std::uint32_t b) {
  if (a == 0 || b == 0) return std::max(a, b);
  return std::min(a, b);
}

}  // namespace

std::vector<Demand> demands_of(std::span<const std::unique_ptr<Generation>> running,
                               const AdapterSet* in_turn, const MemoryTraits& memory) {
  std::vector<Demand> demands;
  demands.reserve(running.size());
  for (const auto& generation : running) {
    const Generation::Stretch stretch = generation->next_stretch();
    const std::uint32_t num_to_copy = memory.can_snapshot ? generation->num_to_branch_point() : 0;
    demands.push_back(
        {.num_pending = generation->num_pending(),
         .rank = generation->rank(),
         .parked = !generation->can_compute(),
         .in_turn = generation->request().adapters.get() == in_turn,
         .max_tokens = nearer(num_to_copy, stretch.length),
         .min_tokens = stretch.is_whole ? stretch.length : 1,
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
