#pragma once

#include <cstdint>

#include "model/attention.h"
#include "model/context-options.h"
#include "model/model-runner.h"
#include "model/model.h"

namespace samewire {

/** The context of what drafts: a model, or layers of one. */
struct DraftContextOptions {
  /** KV cells, over all sequences: as many as those of the model that is served. */
  std::uint32_t num_cells;
  /** Generations that may run at the same time. */
  std::uint32_t num_sequences;
  bool is_pooled;
  /** 0: chosen from model and machine. */
  std::uint32_t num_threads;
  AttentionOptions attention = {};
};

/** The same for a runner of a model, of its trunk. */
ContextOptions draft_context(const Model& model, const DraftContextOptions& options);

/** The longest text that a model can read in a runner. */
std::uint32_t longest_text(const Model& model, const ModelRunner& runner);

}  // namespace samewire
