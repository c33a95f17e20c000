#include "model/llama-embedder.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

#include "error.h"
#include "model/attention.h"
#include "model/decode-call.h"
#include "model/vector-state.h"

namespace samewire {
namespace {

/** Fewer are less than a tile of attention. */
constexpr std::uint32_t kShortTokens = kFlashTile - 1;
/** Two tiles of attention; more share little more, and where there are no tiles they cost more. */
constexpr std::uint32_t kPackedTokens = 2 * kFlashTile;
constexpr std::uint32_t kPackedInputs = 64;
/** Fewer tokens are computed with as many threads as those of a stream. */
constexpr std::size_t kManyTokens = 24;

llama_context_params to_llama(const EmbedderOptions& options, std::uint32_t num_tokens,
                              llama_flash_attn_type flash_attention) {
  llama_context_params params = llama_context_default_params();
  params.n_ctx = num_tokens;
  params.n_batch = num_tokens;
  params.n_ubatch = num_tokens;
  // Each has a token at least, and llama.cpp plans for one of each.
  params.n_seq_max = std::min(kPackedInputs, num_tokens);
  params.embeddings = true;
  params.pooling_type = static_cast<enum llama_pooling_type>(options.pooling);
  // Otherwise sequences of different lengths would be computed, and pooled, in pieces.
  params.kv_unified = true;
  params.swa_full = true;
  params.flash_attn_type = flash_attention;
  params.type_k = GGML_TYPE_F32;
  params.type_v = GGML_TYPE_F32;
  params.no_perf = true;
  return params;
}

std::uint32_t count_values(const Model& model, Pooling pooling) {
  if (pooling == Pooling::kRank) return std::max(llama_model_n_cls_out(model.llama()), 1U);
  return static_cast<std::uint32_t>(llama_model_n_embd_out(model.llama()));
}

}  // namespace

LlamaEmbedder::LlamaEmbedder(std::shared_ptr<const Model> model, const EmbedderOptions& options)
    : model_(std::move(model)), num_threads_(options.num_threads) {
  if (llama_model_has_encoder(model_->llama())) {
    throw EngineException(ErrorCode::kUnsupported,
                          "Models of an encoder and a decoder cannot be served.");
  }
  const std::uint32_t num_tokens = std::max(options.max_input_tokens, kPackedTokens);
  // Computing attention in tiles skips what other inputs take of a pass, which costs an encoder more
  // than all else. A decoder's weights cost more, and its cells keep all 32 bits without tiles.
  const bool has_tiles = !model_->is_causal();
  context_ = open(options, num_tokens,
                  has_tiles ? LLAMA_FLASH_ATTN_TYPE_AUTO : LLAMA_FLASH_ATTN_TYPE_DISABLED);
  // Less than a tile takes another way in llama.cpp on a CPU, which adds up at half precision: a
  // short text would get another vector alone than beside others.
  if (has_tiles && !llama_supports_gpu_offload()) {
    short_context_ = open(options, kShortTokens, LLAMA_FLASH_ATTN_TYPE_DISABLED);
  }
  limits_ = {.max_input_tokens = options.max_input_tokens,
             .max_batch_tokens = kPackedTokens,
             .max_inputs = kPackedInputs,
             .num_values = count_values(*model_, options.pooling)};
  sequence_ids_.resize(num_tokens);
  one_sequence_each_.assign(num_tokens, 1);
  wants_output_.assign(num_tokens, 1);
  for (llama_seq_id& id : sequence_ids_) sequence_id_pointers_.push_back(&id);
}

llama_context_ptr LlamaEmbedder::open(const EmbedderOptions& options, std::uint32_t num_tokens,
                                      llama_flash_attn_type flash_attention) {
  llama_context_params params = to_llama(options, num_tokens, flash_attention);
  abort_when(aborted_, params);
  llama_context_ptr context(llama_init_from_model(model_->llama(), params));
  if (context == nullptr) {
    throw EngineException(ErrorCode::kOutOfMemory,
                          "Could not allocate a context for embeddings of up to " +
                              std::to_string(options.max_input_tokens) + " tokens.");
  }
  return context;
}

// As the runner does it: the first pass allocates buffers and pages weights in.
void LlamaEmbedder::prepare() {
  compute_first(1);
  if (short_context_ != nullptr) compute_first(kFlashTile);
}

/** A pass of inputs of one token each. */
void LlamaEmbedder::compute_first(std::size_t num_inputs) {
  const Token token = 0;
  const std::vector<std::span<const Token>> inputs(num_inputs, std::span(&token, 1));
  std::vector<float> vectors;
  const DecodeStatus status = embed(inputs, vectors);
  if (status == DecodeStatus::kOutOfMemory) {
    throw EngineException(ErrorCode::kOutOfMemory, "Memory ran out in the first embedding.");
  }
  if (status != DecodeStatus::kOk && status != DecodeStatus::kAborted) {
    throw EngineException(ErrorCode::kDecodeFailed, "The first embedding failed.");
  }
}

DecodeStatus LlamaEmbedder::embed(std::span<const std::span<const Token>> inputs,
                                  std::vector<float>& vectors) {
  fill_batch(inputs);
  const bool is_short = short_context_ != nullptr && tokens_.size() <= kShortTokens;
  llama_context* context = is_short ? short_context_.get() : context_.get();
  const DecodeStatus status = compute(context);
  clear_vector_state();
  if (status != DecodeStatus::kOk) return status;
  vectors.resize(inputs.size() * limits_.num_values);
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const float* row = llama_get_embeddings_seq(context, static_cast<llama_seq_id>(i));
    if (row == nullptr) return DecodeStatus::kFailed;
    std::copy_n(row, limits_.num_values,
                vectors.begin() + static_cast<std::ptrdiff_t>(i * limits_.num_values));
  }
  return DecodeStatus::kOk;
}

void LlamaEmbedder::fill_batch(std::span<const std::span<const Token>> inputs) {
  tokens_.clear();
  positions_.clear();
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    for (std::size_t at = 0; at < inputs[i].size(); ++at) {
      sequence_ids_[tokens_.size()] = static_cast<llama_seq_id>(i);
      tokens_.push_back(inputs[i][at]);
      positions_.push_back(static_cast<Position>(at));
    }
  }
}

DecodeStatus LlamaEmbedder::compute(llama_context* context) {
  const auto num_threads = static_cast<std::int32_t>(
      tokens_.size() < kManyTokens ? num_threads_.few : num_threads_.many);
  llama_set_n_threads(context, num_threads, num_threads);
  const llama_batch batch{
      .n_tokens = static_cast<std::int32_t>(tokens_.size()),
      .token = tokens_.data(),
      .embd = nullptr,
      .pos = positions_.data(),
      .n_seq_id = one_sequence_each_.data(),
      .seq_id = sequence_id_pointers_.data(),
      .logits = wants_output_.data(),
  };
  llama_memory_t memory = llama_get_memory(context);
  if (memory == nullptr) return call_llama(llama_encode, context, batch);
  const DecodeStatus status = call_llama(llama_decode, context, batch);
  llama_memory_clear(memory, false);
  return status;
}

}  // namespace samewire
