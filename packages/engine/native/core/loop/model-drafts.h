#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "loop/engine-stats.h"
#include "loop/generation.h"
#include "loop/draft-rows.h"
#include "loop/model-drafter.h"
#include "loop/state-rows.h"
#include "loop/step-batch.h"
#include "schedule/step-plan.h"
#include "speculate/confidence.h"
#include "speculate/draft-budget.h"
#include "speculate/draft-model.h"
#include "speculate/drafting-costs.h"
#include "speculate/hit-rate.h"

namespace samewire {

/**
 * Keeps an eye on what a draft model, or a layer that drafts, is worth: how often it is right, what it
 * takes, and what it may take (speculate/draft-budget.h). Loop thread only.
 */
class ModelDrafts {
 public:
  using Clock = Generation::Clock;
  using Running = std::span<const std::unique_ptr<Generation>>;

  /**
   * What is passed must outlive the object.
   *
   * @param served computes the model that is drafted for
   * @param max_kept_cells most cells of a draft model that are kept for later texts
   */
  ModelDrafts(const DraftModel& model, ModelRunner& served, const Vocabulary& vocabulary,
              std::uint32_t max_kept_cells, std::function<Clock::time_point()> now);

  /** As `ModelDrafter::begin_step`; before any other call in a step. */
  void begin_step(Running running);

  /** How often a token of a draft will be right; 0 where there can be none. */
  double hit_rate(Generation& generation) const;

  /** Milliseconds of a round in which so many sequences get a token. */
  double round_ms(std::uint32_t num_sequences, double plain_step_ms) const {
    return costs_.round_ms(num_sequences, plain_step_ms);
  }

  /** Whether little is left to read before it can draft. */
  bool is_ready(const Generation& generation) const;

  /**
   * Reads on in generations for which that is affordable and likely to be worth it: for no longer
   * than a plain step takes, so that streams keep half of their pace at the least.
   */
  void read_on(std::span<const Generation* const> generations, double plain_step_ms);

  /**
   * As `ModelDrafter::draft`.
   *
   * @param min_chance below which a token is not worth having; 0 to 1
   */
  void draft(std::span<ModelDrafter::Wish> wishes, double min_chance);

  /** Before a step is computed: what of it will be read. */
  void prepare(const StepPlan& plan, Running running);

  /** After it was computed, and before `record`: takes what can be read later only from here. */
  void take_states(const StepPlan& plan, Running running, std::span<const std::uint32_t> num_right,
                   const StepBatch& batch);

  /** What it took in this step, in milliseconds; and how many rounds of drafting. */
  double spent_ms() const { return spent_ms_; }
  std::uint32_t num_rounds() const { return num_rounds_; }

  /**
   * A step was computed.
   *
   * @param num_right for each share, how many of its drafts were right
   * @param milliseconds without what the draft model took
   * @param plain_step_ms what it would have taken without drafts; 0 if that is not known
   */
  void record(const StepPlan& plan, Running running, std::span<const std::uint32_t> num_right,
              double milliseconds, double plain_step_ms);

  const DraftTotals& totals() const { return totals_; }

 private:
  template <typename Work>
  double time_of(Work work);
  void learn(Generation& generation, const StepPlan::Share& share, std::uint32_t num_right);

  std::function<Clock::time_point()> now_;
  /** Null of a draft model. */
  std::unique_ptr<StateRows> states_;
  /** Null of layers. */
  std::unique_ptr<DraftRows> texts_;
  ModelDrafter drafter_;
  DraftingCosts costs_;
  DraftBudget budget_;
  /** Of all generations. */
  HitRate hits_;
  Confidence confidence_;
  double spent_ms_ = 0.0;
  std::uint32_t num_rounds_ = 0;
  /** Steps since something was drafted. */
  std::uint32_t num_idle_steps_ = 0;
  DraftTotals totals_;
};

}  // namespace samewire
