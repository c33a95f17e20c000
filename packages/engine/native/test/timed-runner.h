#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "model/model-runner.h"

namespace samewire::testing {

/** A runner that tells of each pass: so that a clock of its own can say how long it took. */
class TimedRunner final : public ModelRunner {
 public:
  TimedRunner(std::unique_ptr<ModelRunner> runner, std::function<void(const Batch&)> after_decode)
      : runner_(std::move(runner)), after_decode_(std::move(after_decode)) {}

  RunnerLimits limits() const override { return runner_->limits(); }
  void prepare() override { runner_->prepare(); }
  void use_adapters(const AdapterSet* adapters) override { runner_->use_adapters(adapters); }
  DecodeStatus decode(const Batch& batch) override {
    const DecodeStatus status = runner_->decode(batch);
    after_decode_(batch);
    return status;
  }
  std::span<const float> logits(std::size_t batch_index) const override {
    return runner_->logits(batch_index);
  }
  void keep_states(KeptStates which) override { runner_->keep_states(which); }
  std::span<const float> state(std::size_t batch_index) const override {
    return runner_->state(batch_index);
  }
  void remove_from(SequenceId sequence, Position from) override {
    runner_->remove_from(sequence, from);
  }
  void share_prefix(SequenceId source, SequenceId target, Position end) override {
    runner_->share_prefix(source, target, end);
  }
  bool is_intact(SequenceId sequence, Position end) const override {
    return runner_->is_intact(sequence, end);
  }
  std::optional<SavedCells> save(SequenceId sequence, Position begin, Position end) override {
    return runner_->save(sequence, begin, end);
  }
  bool restore(const SavedCells& saved, SequenceId target, Position from, Position end) override {
    return runner_->restore(saved, target, from, end);
  }
  bool move(SequenceId sequence, Position begin, Position end) override {
    return runner_->move(sequence, begin, end);
  }
  void abort() override { runner_->abort(); }

 private:
  std::unique_ptr<ModelRunner> runner_;
  std::function<void(const Batch&)> after_decode_;
};

}  // namespace samewire::testing
