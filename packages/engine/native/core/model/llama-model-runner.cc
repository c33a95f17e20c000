#include "model/llama-model-runner.h"

#include <llama-ext.h>

#include <algorithm>
#include <chrono>
#include <mutex>
#include <numeric>
#include <utility>

#include "error.h"
#include "model/context-limits.h"
#include "model/decode-call.h"
#include "model/llama-adapter.h"
#include "model/open-context.h"
#include "model/vector-state.h"
#include "schedule/core-use.h"

namespace samewire {
namespace {

/** From so many tokens on, a step of a tiny model gains by a second thread what waking it costs. */
constexpr std::size_t kManyTokens = 24;

/** Null where a run takes too little for it, or too much. */
std::unique_ptr<PagesAhead> pages_ahead(const Model& model, const ContextOptions& options,
                                        const MemoryTraits& memory) {
  // Of a prompt and its answer; of more the rest is copied as it comes.
  constexpr std::uint64_t kNumRuns = 4;
  // What llama.cpp writes about the cells, besides what is in them.
  constexpr std::uint64_t kBytesBeside = 64 * 1024;
  if (memory.saving != Saving::kRuns) return nullptr;
  const std::uint64_t run_bytes =
      memory.max_run * model.kv_bytes_per_token(options.attention) + kBytesBeside;
  const std::uint64_t num_runs = std::min(options.max_bytes_ahead / run_bytes, kNumRuns);
  if (run_bytes <= PagesAhead::kFewBytes || num_runs == 0) return nullptr;
  return std::make_unique<PagesAhead>(run_bytes, num_runs);
}

/** Dimensions of a position in llama.cpp's batches. */
constexpr std::size_t kNumDimensions = 4;

/** While it lives, tokens look at those behind them as well. */
class BothDirections {
 public:
  BothDirections(llama_context* context, bool enabled) : context_(enabled ? context : nullptr) {
    if (context_ != nullptr) llama_set_causal_attn(context_, false);
  }
  ~BothDirections() {
    if (context_ != nullptr) llama_set_causal_attn(context_, true);
  }
  BothDirections(const BothDirections&) = delete;
  BothDirections& operator=(const BothDirections&) = delete;

 private:
  llama_context* context_;
};

}  // namespace

LlamaModelRunner::LlamaModelRunner(std::shared_ptr<const Model> model,
                                   const ContextOptions& options)
    : model_(std::move(model)),
      context_(open_context(*model_, options, aborted_)),
      is_tuned_(options.num_threads.is_tuned),
      num_threads_few_(options.num_threads.few, options.num_threads.many, CoreUseMeter()),
      num_threads_many_(options.num_threads.many, options.num_threads.many, CoreUseMeter(),
                        ThreadTuner::kForPrompts),
      limits_(limits_of(*model_, options, *context_)),
      pages_ahead_(pages_ahead(*model_, options, limits_.memory)),
      cell_copy_(context_.get(), limits_.memory.saving,
                 static_cast<SequenceId>(options.num_sequences), pages_ahead_.get()),
      num_vocab_(model_->vocabulary()->size()),
      part_(options.part),
      keeps_states_(options.keeps_states),
      state_width_(static_cast<std::size_t>(llama_model_n_embd_out(model_->llama()))),
      one_sequence_each_(options.max_batch_tokens, 1),
      sequence_ids_(options.max_batch_tokens),
      sequence_id_pointers_(options.max_batch_tokens),
      has_places_(model_->has_places()),
      position_maps_(options.num_sequences),
      no_logits_(options.max_batch_tokens, 0) {
  if (part_ == ModelPart::kDraftLayers) keep_states(KeptStates::kOfLogits);
  for (std::size_t i = 0; i < sequence_ids_.size(); ++i) {
    sequence_id_pointers_[i] = &sequence_ids_[i];
  }
}

// The first decode allocates buffers and pages weights in; done here, no request waits for it.
void LlamaModelRunner::prepare() {
  Batch batch;
  const llama_vocab* vocab = llama_model_get_vocab(model_->llama());
  const Token begin = llama_vocab_bos(vocab);
  const std::vector<float> state(part_ == ModelPart::kDraftLayers ? state_width_ : 0, 0.0F);
  // What states take was not counted when the context was planned, most of it in the largest step.
  // On a GPU it may not be there later.
  const std::uint32_t num_tokens =
      keeps_states_ && llama_supports_gpu_offload()
          ? std::min(limits_.max_batch_tokens, limits_.cells_per_sequence())
          : 1;
  if (keeps_states_) {
    keep_states(limits_.memory.is_pooled ? KeptStates::kAll : KeptStates::kOfLogits);
  }
  for (std::uint32_t i = 0; i < num_tokens; ++i) {
    batch.add(begin == LLAMA_TOKEN_NULL ? 0 : begin, static_cast<Position>(i), 0,
              i + 1 == num_tokens, state);
  }
  const DecodeStatus status = decode(batch);
  if (status == DecodeStatus::kOutOfMemory) {
    throw EngineException(ErrorCode::kOutOfMemory, "Memory ran out in the first step.");
  }
  if (status != DecodeStatus::kOk) {
    throw EngineException(ErrorCode::kDecodeFailed, "The first step failed.");
  }
  llama_memory_clear(llama_get_memory(context_.get()), true);
}

void LlamaModelRunner::use_adapters(const AdapterSet* adapters) {
  const std::span<const AdapterSet::Use> uses =
      adapters == nullptr ? std::span<const AdapterSet::Use>() : adapters->uses;
  if (std::ranges::equal(uses, applied_)) return;
  std::vector<llama_adapter_lora*> handles;
  std::vector<float> scales;
  for (const AdapterSet::Use& use : uses) {
    handles.push_back(static_cast<const LlamaAdapter&>(*use.adapter).llama());
    scales.push_back(use.scale);
  }
  llama_set_adapters_lora(context_.get(), handles.data(), handles.size(), scales.data());
  // Only now may those that were applied before be freed.
  applied_.assign(uses.begin(), uses.end());
  may_plan_memory_ = true;
}

// Media first: the logits of the tokens are those of the last call.
DecodeStatus LlamaModelRunner::decode(const Batch& batch) {
  const std::span<const MediaRows> media = batch.media();
  for (std::size_t i = 0; i < media.size(); ++i) {
    const DecodeStatus status = decode_rows(media[i]);
    if (status != DecodeStatus::kOk) return take_back(media.first(i), status);
  }
  if (batch.size() == 0) return DecodeStatus::kOk;
  return take_back(media, decode_tokens(batch));
}

DecodeStatus LlamaModelRunner::decode_tokens(const Batch& batch) {
  ThreadTuner& tuner = batch.size() >= kManyTokens ? num_threads_many_ : num_threads_few_;
  const auto num_threads = static_cast<std::int32_t>(tuner.num_threads());
  llama_set_n_threads(context_.get(), num_threads, num_threads);
  std::ranges::copy(batch.sequences(), sequence_ids_.begin());
  // llama_batch takes pointers to mutable data, and llama_decode only reads it.
  const llama_batch view{
      .n_tokens = static_cast<std::int32_t>(batch.size()),
      .token = const_cast<llama_token*>(batch.tokens().data()),
      .embd = part_ == ModelPart::kTrunk ? nullptr : const_cast<float*>(batch.states().data()),
      .pos = const_cast<llama_pos*>(positions_of(batch)),
      .n_seq_id = one_sequence_each_.data(),
      .seq_id = sequence_id_pointers_.data(),
      .logits = const_cast<std::int8_t*>(batch.wants_logits().data()),
  };
  const auto started_at = std::chrono::steady_clock::now();
  const DecodeStatus status = run(view);
  if (status == DecodeStatus::kOk && is_tuned_) {
    const std::chrono::duration<double, std::milli> taken =
        std::chrono::steady_clock::now() - started_at;
    std::uint64_t num_cells = 0;
    for (const Position position : batch.positions()) {
      num_cells += static_cast<std::uint64_t>(position) + 1;
    }
    tuner.record({.num_rows = static_cast<std::uint32_t>(batch.size()), .num_cells = num_cells},
                 taken.count());
  }
  return status;
}

DecodeStatus LlamaModelRunner::decode_rows(const MediaRows& rows) {
  const MediaChunk& chunk = *rows.chunk;
  const Position begin = rows.position - static_cast<Position>(rows.first_row);
  const std::size_t count = rows.num_rows;
  positions_.resize(count * (has_places_ ? kNumDimensions : 1));
  if (has_places_) {
    const Position base = position_of(rows.sequence, begin);
    // What stands beside rows and columns is counted from where a recording is, not a picture.
    const Position other_base = chunk.kind == MediaKind::kAudio ? base : 0;
    for (std::size_t i = 0; i < count; ++i) {
      const MediaPlace& place = chunk.places[rows.first_row + i];
      positions_[i] = base + place.time;
      positions_[count + i] = base + place.row;
      positions_[2 * count + i] = base + place.column;
      positions_[3 * count + i] = other_base + place.other;
    }
  } else {
    std::iota(positions_.begin(), positions_.end(), rows.position);
  }
  std::fill_n(sequence_ids_.begin(), count, rows.sequence);
  const auto num_threads = static_cast<std::int32_t>(num_threads_many_.num_threads());
  llama_set_n_threads(context_.get(), num_threads, num_threads);
  const llama_batch view{
      .n_tokens = static_cast<std::int32_t>(count),
      .token = nullptr,
      .embd = const_cast<float*>(chunk.rows_from(rows.first_row).data()),
      .pos = positions_.data(),
      .n_seq_id = one_sequence_each_.data(),
      .seq_id = sequence_id_pointers_.data(),
      .logits = no_logits_.data(),
  };
  const BothDirections both(context_.get(), chunk.is_whole);
  const DecodeStatus status = run(view);
  if (status == DecodeStatus::kOk && has_places_) {
    map_of(rows.sequence).add_chunk(begin, chunk.num_rows(), chunk.num_positions);
  }
  return status;
}

DecodeStatus LlamaModelRunner::run(const llama_batch& batch) {
  std::unique_lock adapters_lock(model_->adapters_mutex(), std::defer_lock);
  if (std::exchange(may_plan_memory_, false)) adapters_lock.lock();
  const DecodeStatus status = call_llama(llama_decode, context_.get(), batch);
  clear_vector_state();
  return status;
}

/** Of a step that was not computed nothing may stand in memory; least of all one for lack of room. */
DecodeStatus LlamaModelRunner::take_back(std::span<const MediaRows> computed,
                                         DecodeStatus status) {
  if (status == DecodeStatus::kOk) return status;
  bool is_clean = true;
  for (const MediaRows& rows : computed) {
    if (limits_.memory.can_cut && (rows.first_row == 0 || !has_places_)) {
      remove_from(rows.sequence, rows.position);
    } else {
      is_clean = false;
    }
  }
  return is_clean || status != DecodeStatus::kNoRoom ? status : DecodeStatus::kFailed;
}

const llama_pos* LlamaModelRunner::positions_of(const Batch& batch) {
  if (!has_places_) return batch.positions().data();
  positions_.resize(batch.size());
  for (std::size_t i = 0; i < batch.size(); ++i) {
    positions_[i] = position_of(batch.sequences()[i], batch.positions()[i]);
  }
  return positions_.data();
}

std::span<const float> LlamaModelRunner::logits(std::size_t batch_index) const {
  const float* row = llama_get_logits_ith(context_.get(), static_cast<std::int32_t>(batch_index));
  if (row == nullptr) return {};
  return {row, num_vocab_};
}

void LlamaModelRunner::keep_states(KeptStates which) {
  if (std::exchange(kept_states_, which) == which) return;
  llama_set_embeddings_nextn(context_.get(), which != KeptStates::kNone,
                             which == KeptStates::kOfLogits);
}

std::span<const float> LlamaModelRunner::state(std::size_t batch_index) const {
  if (kept_states_ == KeptStates::kNone) return {};
  const float* row =
      llama_get_embeddings_nextn_ith(context_.get(), static_cast<std::int32_t>(batch_index));
  if (row == nullptr) return {};
  return {row, state_width_};
}

void LlamaModelRunner::remove_from(SequenceId sequence, Position from) {
  if (limits_.filler == sequence) {
    llama_memory_seq_rm(llama_get_memory(context_.get()), sequence, from, -1);
    return;
  }
  llama_memory_seq_rm(llama_get_memory(context_.get()), sequence, position_of(sequence, from), -1);
  map_of(sequence).cut(from);
}

void LlamaModelRunner::share_prefix(SequenceId source, SequenceId target, Position end) {
  llama_memory_seq_cp(llama_get_memory(context_.get()), source, target, 0,
                      position_of(source, end));
  map_of(target) = map_of(source);
  map_of(target).cut(end);
}

// llama.cpp takes cells that no later token looks at for other tokens, even if others are free.
bool LlamaModelRunner::is_intact(SequenceId sequence, Position end) const {
  if (!limits_.memory.has_window) return true;
  const Position first = llama_memory_seq_pos_min(llama_get_memory(context_.get()), sequence);
  const Position needed =
      position_of(sequence, end) - static_cast<Position>(model_->window());
  return first == 0 || (first > 0 && first <= needed);
}

// Where rows of a picture take one position, they cannot be told apart by it.
std::optional<SavedCells> LlamaModelRunner::save(SequenceId sequence, Position begin,
                                                 Position end) {
  if (map_of(sequence).has_chunk(begin, end)) return std::nullopt;
  return cell_copy_.save(sequence, position_of(sequence, begin), position_of(sequence, end));
}

bool LlamaModelRunner::restore(const SavedCells& saved, SequenceId target, Position from,
                               Position end) {
  return cell_copy_.restore(saved, target, position_of(target, from), position_of(target, end));
}

// Of a window some cells may be gone; rows of a picture are those that `save` cannot tell apart.
bool LlamaModelRunner::move(SequenceId sequence, Position begin, Position end) {
  if (limits_.memory.has_window || map_of(sequence).has_chunk(begin, end)) return false;
  return cell_copy_.move(sequence, position_of(sequence, begin), position_of(sequence, end));
}

}  // namespace samewire
