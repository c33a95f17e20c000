#pragma once

#include <cstdint>
#include <memory>

#include "model/model-runner.h"

namespace samewire {

/** A smaller model of the same vocabulary, which says what the served one is likely to say. */
struct DraftModel {
  /** Has a sequence for each generation that may run; its memory can be cut. */
  std::unique_ptr<ModelRunner> runner;
  /** Tokens that both models have: those with lower numbers. */
  std::uint32_t num_vocab;
  /** The longest text it can read. */
  std::uint32_t context_length;
};

}  // namespace samewire
