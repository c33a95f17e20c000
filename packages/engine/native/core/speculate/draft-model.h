#pragma once

#include <cstdint>
#include <memory>

#include "model/model-runner.h"

namespace samewire {

/**
 * What says what the served model is likely to say: a smaller model of the same vocabulary, or layers
 * of its own that were trained for it.
 */
struct DraftModel {
  /** Has a sequence for each generation that may run; its memory can be cut. */
  std::unique_ptr<ModelRunner> runner;
  /** Tokens that both models have: those with lower numbers. */
  std::uint32_t num_vocab;
  /** The longest text it can read. */
  std::uint32_t context_length;
  /** It is layers, which read tokens with the state that the served model was in before each. */
  bool reads_states = false;
};

}  // namespace samewire
