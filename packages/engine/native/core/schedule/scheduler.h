#pragma once

#include <cstdint>
#include <span>

#include "schedule/step-plan.h"

namespace samewire {

/**
 * Decides one step. Pure: the same demands and limits give the same plan.
 *
 * There is no prefill phase and no decode phase. Whoever lacks only one token gets it, unless the
 * step is for prompts; what is left of the budget goes to prompts. Of those of one priority a short
 * one goes before a long one that came earlier, though not before one that has waited for several
 * times its own length: so a question is answered while a document is read, and the document is read
 * in the end however many questions come.
 *
 * What cannot be divided is given whole, alone if it is more than the budget.
 *
 * If cells run short, generations give up theirs until the rest can take a step: parked ones
 * first, then the last in rank. The first in rank that is not parked never gives up, so work
 * always advances. `held_cells[i]` is what demand i would free (cells it shares may free less; the next
 * plan sees the truth).
 */
StepPlan plan_step(std::span<const Demand> demands, std::span<const std::uint32_t> held_cells,
                   const StepLimits& limits);

/** A waiting generation, to be let in or not. */
struct Admission {
  /** Tokens of it that would have to be computed. */
  std::uint32_t num_uncached;
  /** Cells it is expected to need soon after that. */
  std::uint32_t growth;
};

/**
 * Whether a waiting generation may start: its prompt and everything the running ones still have
 * to compute must fit, with room for all of them to grow, so that it is not preempted at once.
 * If nothing runs, it always may: what cannot run alone was refused before it waited.
 */
bool can_admit(const Admission& waiting, std::span<const Demand> running,
               std::uint32_t num_available_cells);

}  // namespace samewire
