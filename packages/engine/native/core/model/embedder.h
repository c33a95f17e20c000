#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "model/model-runner.h"
#include "types.h"

namespace samewire {

struct EmbedderLimits {
  /** Most tokens of one call, over all its inputs; so also of one input. */
  std::uint32_t max_batch_tokens;
  /** Most inputs of one call. */
  std::uint32_t max_inputs;
  /** Values per input: dimensions of an embedding, or 1 for a model that ranks. */
  std::uint32_t num_values;
};

/** Turns texts into vectors. Loop thread only: it shares the compute threads with the runner. */
class Embedder {
 public:
  virtual ~Embedder() = default;

  virtual EmbedderLimits limits() const = 0;

  /**
   * Computes one vector per input, as the model's pooling gives it.
   *
   * @param inputs within the limits, none empty
   * @param vectors where to write `inputs.size() * num_values` values, row after row
   */
  virtual DecodeStatus embed(std::span<const std::span<const Token>> inputs,
                             std::vector<float>& vectors) = 0;
};

}  // namespace samewire
