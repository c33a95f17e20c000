#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "loop/generation.h"
#include "schedule/step-plan.h"
#include "speculate/draft-lengths.h"
#include "speculate/step-costs.h"

namespace samewire {

/**
 * Decides which steps compute drafts too, and learns from those that did. Loop thread only.
 *
 * Drafts get what is left over: cells that are free, rows of logits that nobody needs, and no place
 * in a step that reads prompts.
 */
class DraftPlanner {
 public:
  using Running = std::span<const std::unique_ptr<Generation>>;

  /** @param max_step_ms most that a step with drafts may take */
  explicit DraftPlanner(double max_step_ms) : max_step_ms_(max_step_ms) {}

  /**
   * Adds drafts to the shares of a plan.
   *
   * @param running the generations that the plan's indices mean
   * @param max_tokens most tokens that there is room for, those of the plan included
   */
  void add_drafts(StepPlan& plan, Running running, std::uint32_t max_tokens) const;

  /**
   * A step was computed.
   *
   * @param num_right for each share, how many of its drafts were right
   */
  void record(const StepPlan& plan, Running running, std::span<const std::uint32_t> num_right,
              double milliseconds);

 private:
  double max_step_ms_;
  StepCosts costs_;
};

}  // namespace samewire
