#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "loop/generation.h"
#include "model/batch.h"
#include "schedule/step-plan.h"
#include "schedule/tile-fill.h"

namespace samewire {

/** The batch of a step, made out of its plan. Kept from step to step for its memory. */
class StepBatch {
 public:
  /** `running` are the generations that the plan's indices mean. */
  void build(const StepPlan& plan, std::span<const std::unique_ptr<Generation>> running);

  /** Adds rows of a sequence that nobody reads. There is another row. */
  void fill(std::uint32_t num_rows, SequenceId sequence);

  /** What there is in tokens. */
  StepRows rows() const;

  const Batch& batch() const { return batch_; }
  /** Where in the batch the last known token of a share of the plan is; its draft follows. */
  std::size_t last_of(std::size_t share) const { return last_in_batch_[share]; }

 private:
  Batch batch_;
  std::vector<std::size_t> last_in_batch_;
};

}  // namespace samewire
