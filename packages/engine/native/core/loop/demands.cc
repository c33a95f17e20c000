#include "loop/demands.h"

#include <algorithm>

namespace samewire {
namespace {

/** The nearer of two places, where 0 is none. */
std::uint32_t nearer(std::uint32_t a, std::uint32_t b) {
  if (a == 0 || b == 0) return std::max(a, b);
  return std::min(a, b);
}

/** Of those whose turn it is. */
StepWork work_of(std::span<const Demand> demands) {
  StepWork work;
  for (const Demand& demand : demands) {
    if (!demand.in_turn || demand.parked) continue;
    if (demand.num_pending == 1) {
      ++work.num_decoding;
      work.decoding_waits |= demand.was_left_out;
    } else {
      work.num_prompt_tokens += demand.num_pending;
    }
  }
  return work;
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
         .growth = generation->num_ahead(kGrowthHorizon) - generation->num_pending(),
         .was_left_out = generation->was_left_out()});
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
  std::uint32_t most_at_once = max_step_tokens;
  for (const Demand& demand : demands) most_at_once = std::max(most_at_once, demand.min_tokens);
  for (const auto& generation : running) {
    held_cells.push_back(cache.length(*generation->sequence()));
    num_wanted += generation->num_pending();
  }
  // What could be freed is worth counting only if what is free does not do.
  const bool is_enough =
      cache.num_free() >= std::min<std::uint64_t>(num_wanted, most_at_once);
  const StepBudget budget = pacer.budget(max_step_tokens, work_of(demands));
  StepLimits limits{
      .max_tokens = max_step_tokens,
      .max_tokens_with_prompts = budget.max_tokens_with_prompts,
      .num_available_cells = is_enough ? cache.num_free() : cache.num_available(),
      .decodes = budget.decodes,
  };
  StepPlan plan = plan_step(demands, held_cells, limits);
  if (!plan.shares.empty()) return plan;
  // All that the step was for has to give up its cells, so it is for those that keep theirs.
  limits.decodes = true;
  limits.max_tokens_with_prompts = max_step_tokens;
  return plan_step(demands, held_cells, limits);
}

Admission admission_of(const Generation& waiting, std::uint32_t num_cached) {
  const auto num_known = static_cast<std::uint32_t>(waiting.known().size());
  return {.num_uncached = num_known - num_cached,
          .growth = waiting.num_ahead(kGrowthHorizon) - waiting.num_pending()};
}

}  // namespace samewire
