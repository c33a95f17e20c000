#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "loop/generation.h"
#include "loop/model-drafts.h"
#include "schedule/step-plan.h"
#include "speculate/draft-lengths.h"
#include "speculate/step-costs.h"

namespace samewire {

/**
 * Decides which steps compute drafts too, and learns from those that did. Loop thread only.
 *
 * Drafts get what is left over: cells that are free, rows of logits that nobody needs, and no place
 * in a step that reads prompts. For each sequence they are of a text or of the draft model, of
 * whichever is expected to win more.
 */
class DraftPlanner {
 public:
  using Running = std::span<const std::unique_ptr<Generation>>;

  /**
   * @param max_step_ms most that a step with drafts may take
   * @param model null: drafts are of texts only; the rest is as of `ModelDrafts`
   */
  DraftPlanner(double max_step_ms, const DraftModel* model, ModelRunner& served,
               const Vocabulary& vocabulary, std::uint32_t max_kept_cells,
               std::function<Generation::Clock::time_point()> now);

  /**
   * Adds drafts to the shares of a plan.
   *
   * @param running the generations that the plan's indices mean
   * @param max_tokens most tokens that there is room for, those of the plan included
   */
  void add_drafts(StepPlan& plan, Running running, std::uint32_t max_tokens);

  /** As of `ModelDrafts`: around the computing of a step. */
  void prepare(const StepPlan& plan, Running running) {
    if (model_) model_->prepare(plan, running);
  }
  void take_states(const StepPlan& plan, Running running, std::span<const std::uint32_t> num_right,
                   const StepBatch& batch) {
    if (model_) model_->take_states(plan, running, num_right, batch);
  }

  /**
   * A step was computed.
   *
   * @param num_right for each share, how many of its drafts were right
   * @param milliseconds what it took, with what the draft model took
   */
  void record(const StepPlan& plan, Running running, std::span<const std::uint32_t> num_right,
              double milliseconds);

  /** What the draft model took of the step that was planned last. */
  double drafting_ms() const { return model_ ? model_->spent_ms() : 0.0; }
  /** Of the draft model. */
  DraftTotals model_totals() const { return model_ ? model_->totals() : DraftTotals{}; }

 private:
  /** Where the draft of a share may come from. */
  struct Source {
    DraftChance chance;
    /** Of a text, or when it has drafted of the model. */
    std::vector<Token> tokens;
    std::vector<double> probabilities = {};
  };

  std::vector<std::uint32_t> choose(std::span<const Source> sources,
                                    std::uint32_t max_drafts) const;
  Source source_for(Generation& generation, std::uint32_t max_drafts,
                    std::uint32_t num_sequences) const;
  bool make_ready(const StepPlan& plan, Running running, std::span<const std::uint32_t> lengths,
                  std::span<Source> sources);
  void draft_by_model(const StepPlan& plan, Running running,
                      std::span<const std::uint32_t> lengths, std::span<Source> sources);
  double steps_per_round(std::uint32_t num_drafting, std::uint32_t num_sequences) const;
  double steps_per_round(std::span<const Source> sources) const;

  double max_step_ms_;
  std::optional<ModelDrafts> model_;
  StepCosts costs_;
  /** What the rounds of the last plan are expected to take, in plain steps. */
  double drafting_steps_ = 0.0;
};

}  // namespace samewire
