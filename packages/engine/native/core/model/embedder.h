#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "model/model-runner.h"
#include "types.h"

namespace samewire {

/** What is made of the vectors of a text's tokens. The numbers are llama.cpp's and GGUF's. */
enum class Pooling : std::uint8_t { kMean = 1, kCls = 2, kLast = 3, kRank = 4 };

constexpr std::string_view to_string(Pooling pooling) {
  switch (pooling) {
    case Pooling::kMean:
      return "mean";
    case Pooling::kCls:
      return "cls";
    case Pooling::kLast:
      return "last";
    case Pooling::kRank:
      return "rank";
  }
  return "mean";
}

struct EmbedderLimits {
  /** Most tokens of one input. */
  std::uint32_t max_input_tokens;
  /** Most tokens of one call that has several inputs. */
  std::uint32_t max_batch_tokens;
  /** Most inputs of one call. */
  std::uint32_t max_inputs;
  /** Values per input: dimensions of an embedding, or labels of a model that ranks. */
  std::uint32_t num_values;
};

/**
 * Turns texts into vectors. Loop thread only, except `abort`: it shares the compute threads with
 * the runner.
 */
class Embedder {
 public:
  virtual ~Embedder() = default;

  virtual EmbedderLimits limits() const = 0;

  /** As `ModelRunner::prepare`. */
  virtual void prepare() = 0;

  /**
   * Computes one vector per input, as the model's pooling gives it.
   *
   * @param inputs within the limits, none empty
   * @param vectors where to write `inputs.size() * num_values` values, row after row
   */
  virtual DecodeStatus embed(std::span<const std::span<const Token>> inputs,
                             std::vector<float>& vectors) = 0;

  /** Makes an `embed` that is running return `kAborted` soon. Any thread. */
  virtual void abort() = 0;
};

}  // namespace samewire
