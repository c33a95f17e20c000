#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "loop/generation.h"
#include "model/model-runner.h"
#include "schedule/kv-cache.h"
#include "schedule/scheduler.h"
#include "schedule/step-pacer.h"

namespace samewire {

/** Tokens of an answer that are counted on before they are there. */
constexpr std::uint32_t kGrowthHorizon = 256;

/** What running generations ask of the next step, one demand each, in their order. */
std::vector<Demand> demands_of(std::span<const std::unique_ptr<Generation>> running,
                               const AdapterSet* in_turn, const MemoryTraits& memory);

/** Decides the next step of the running generations that have these adapters (`plan_step`). */
StepPlan plan_generations(std::span<const std::unique_ptr<Generation>> running,
                          const AdapterSet* in_turn, const KvCache& cache, const StepPacer& pacer,
                          std::uint32_t max_step_tokens);

/** What a waiting generation of which so many tokens are cached would need to be let in. */
Admission admission_of(const Generation& waiting, std::uint32_t num_cached);

}  // namespace samewire
