#pragma once

#include <cstdint>

#include "model/attention.h"
#include "resource-defaults.h"

namespace samewire {

enum class ModelPart : std::uint8_t {
  /** All layers but those that were trained to draft. */
  kTrunk,
  /** Those alone: a batch has states. */
  kDraftLayers,
};

/** A context in which text is continued. */
struct ContextOptions {
  /** KV cells, over all sequences; rounded up as llama.cpp needs it. */
  std::uint32_t num_cells;
  std::uint32_t num_sequences;
  /** One pool of cells for all sequences, or cells of its own for each. */
  bool is_pooled = true;
  /** Most tokens of one step, and of one ubatch: a step is one pass over the weights. */
  std::uint32_t max_batch_tokens = 512;
  NumThreads num_threads;
  AttentionOptions attention = {};
  /** What of the model it computes. */
  ModelPart part = ModelPart::kTrunk;
  /** States will be asked for: what they take is allocated beforehand. */
  bool keeps_states = false;
  /** Most memory that is kept ready to copy cells to; see pages-ahead.h. 0: none. */
  std::uint64_t max_bytes_ahead = 0;
};

}  // namespace samewire
