#pragma once

#include <llama-cpp.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "model/cell-copy.h"
#include "model/context-options.h"
#include "model/model-runner.h"
#include "model/model.h"
#include "model/pages-ahead.h"
#include "model/position-map.h"
#include "schedule/thread-tuner.h"

namespace samewire {

/** The one place that decodes: a `llama_context` behind `ModelRunner`. */
class LlamaModelRunner final : public ModelRunner {
 public:
  /**
   * @param model kept alive as long as the runner
   * @throws EngineException kOutOfMemory if the context cannot be allocated, kUnsupported if the
   *   model cannot continue text, kInvalidParams for types that its KV cache cannot have
   */
  LlamaModelRunner(std::shared_ptr<const Model> model, const ContextOptions& options);

  RunnerLimits limits() const override { return limits_; }
  void prepare() override;
  void use_adapters(const AdapterSet* adapters) override;
  DecodeStatus decode(const Batch& batch) override;
  std::span<const float> logits(std::size_t batch_index) const override;
  void keep_states(KeptStates which) override;
  std::span<const float> state(std::size_t batch_index) const override;
  void remove_from(SequenceId sequence, Position from) override;
  void share_prefix(SequenceId source, SequenceId target, Position end) override;
  bool is_intact(SequenceId sequence, Position end) const override;
  std::optional<SavedCells> save(SequenceId sequence, Position begin, Position end) override;
  bool restore(const SavedCells& saved, SequenceId target, Position from, Position end) override;
  bool move(SequenceId sequence, Position begin, Position end) override;
  void abort() override { aborted_ = true; }

 private:
  DecodeStatus decode_tokens(const Batch& batch);
  DecodeStatus decode_rows(const MediaRows& rows);
  DecodeStatus run(const llama_batch& batch);
  DecodeStatus take_back(std::span<const MediaRows> computed, DecodeStatus status);
  const llama_pos* positions_of(const Batch& batch);
  PositionMap& map_of(SequenceId sequence) {
    return position_maps_[static_cast<std::size_t>(sequence)];
  }
  Position position_of(SequenceId sequence, Position place) const {
    return position_maps_[static_cast<std::size_t>(sequence)].position_of(place);
  }

  std::shared_ptr<const Model> model_;
  std::atomic<bool> aborted_ = false;
  /** What the context holds pointers into, kept alive until it holds others. */
  std::vector<AdapterSet::Use> applied_;
  /** llama.cpp plans its memory in the next decode, for which it looks at all loaded adapters. */
  bool may_plan_memory_ = true;
  llama_context_ptr context_;
  bool is_tuned_;
  ThreadTuner num_threads_few_;
  ThreadTuner num_threads_many_;
  RunnerLimits limits_;
  std::unique_ptr<PagesAhead> pages_ahead_;
  CellCopy cell_copy_;
  std::size_t num_vocab_;
  ModelPart part_;
  bool keeps_states_;
  KeptStates kept_states_ = KeptStates::kNone;
  std::size_t state_width_;
  /** What a llama_batch points to besides our own arrays; as long as the largest batch. */
  std::vector<std::int32_t> one_sequence_each_;
  std::vector<llama_seq_id> sequence_ids_;
  std::vector<llama_seq_id*> sequence_id_pointers_;
  /** Of a model whose positions have several dimensions. */
  bool has_places_;
  /** One for each sequence; of other models they stay empty. */
  std::vector<PositionMap> position_maps_;
  std::vector<llama_pos> positions_;
  /** No row of media has logits. */
  std::vector<std::int8_t> no_logits_;
};

}  // namespace samewire
