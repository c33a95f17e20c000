#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "model/embedder.h"
#include "testing.h"

namespace samewire::testing {

/** Makes of a text the vector of its first token and its length. */
class FakeEmbedder final : public Embedder {
 public:
  EmbedderLimits embedder_limits{
      .max_input_tokens = 32, .max_batch_tokens = 32, .max_inputs = 4, .num_values = 2};
  /** Decides what the next call returns instead of computing. */
  DecodeStatus status = DecodeStatus::kOk;
  /** Called with the tokens of each step, for example to move a clock. */
  std::function<void(std::size_t num_tokens)> after_step = [](std::size_t) {};
  std::size_t num_steps = 0;

  EmbedderLimits limits() const override { return embedder_limits; }
  void prepare() override {}
  void abort() override {}

  DecodeStatus embed(std::span<const std::span<const Token>> inputs,
                     std::vector<float>& vectors) override {
    CHECK(!inputs.empty());
    CHECK(inputs.size() <= embedder_limits.max_inputs);
    if (status != DecodeStatus::kOk) return status;
    ++num_steps;
    vectors.clear();
    std::size_t num_tokens = 0;
    for (const std::span<const Token> input : inputs) {
      CHECK(!input.empty());
      vectors.push_back(static_cast<float>(input.front()));
      vectors.push_back(static_cast<float>(input.size()));
      num_tokens += input.size();
    }
    CHECK(num_tokens <= embedder_limits.max_batch_tokens);
    after_step(num_tokens);
    return DecodeStatus::kOk;
  }
};

}  // namespace samewire::testing
