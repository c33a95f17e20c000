#pragma once

#include "model/model-runner.h"

namespace samewire {

/** Stands where a model cannot continue text: the loop has a runner, and nothing to run on it. */
class IdleRunner final : public ModelRunner {
 public:
  RunnerLimits limits() const override {
    return {.num_cells = 1, .num_sequences = 1, .max_batch_tokens = 1, .memory = {}};
  }
  void prepare() override {}
  void use_adapters(const AdapterSet* /*adapters*/) override {}
  DecodeStatus decode(const Batch& /*batch*/) override { return DecodeStatus::kFailed; }
  std::span<const float> logits(std::size_t /*batch_index*/) const override { return {}; }
  void remove_from(SequenceId /*sequence*/, Position /*from*/) override {}
  void share_prefix(SequenceId /*source*/, SequenceId /*target*/, Position /*end*/) override {}
  bool is_intact(SequenceId /*sequence*/, Position /*end*/) const override { return false; }
  std::optional<SavedCells> save(SequenceId /*sequence*/, Position /*begin*/,
                                 Position /*end*/) override {
    return std::nullopt;
  }
  bool restore(const SavedCells& /*saved*/, SequenceId /*target*/, Position /*from*/,
               Position /*end*/) override {
    return false;
  }
  void abort() override {}
};

}  // namespace samewire
