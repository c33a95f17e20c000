#include "model/open-context.h"

#include <string>

#include "error.h"
#include "model/cache-type.h"
#include "model/decode-call.h"
#include "model/llama-log.h"

namespace samewire {
namespace {

/** Rows of logits for drafts, where there are no sequences in reserve that leave theirs to them. */
constexpr std::uint32_t kDraftLogits = 16;

/** Most sequence ids llama.cpp allows (LLAMA_MAX_SEQ). */
constexpr std::uint32_t kMaxSequences = 256;

std::uint32_t num_all_sequences(const Model& model, const ContextOptions& options) {
  return options.num_sequences + (has_spare_sequence(model, options) ? 1 : 0);
}

llama_flash_attn_type flash_attention(const ContextOptions& options) {
  switch (options.attention.flash) {
    case FlashAttention::kOn:
      return LLAMA_FLASH_ATTN_TYPE_ENABLED;
    case FlashAttention::kOff:
      return LLAMA_FLASH_ATTN_TYPE_DISABLED;
    case FlashAttention::kAuto:
      return LLAMA_FLASH_ATTN_TYPE_AUTO;
  }
  return LLAMA_FLASH_ATTN_TYPE_AUTO;
}

llama_context_params to_llama(const Model& model, const ContextOptions& options) {
  llama_context_params params = llama_context_default_params();
  params.n_ctx = options.num_cells;
  params.n_batch = options.max_batch_tokens;
  params.n_ubatch = options.max_batch_tokens;
  params.n_seq_max = num_all_sequences(model, options);
  params.n_outputs_max = max_logits(model, options);
  // In one pool prefixes are shared by reference, and a step is one pass over the weights whatever
  // mixture of sequences it holds. The price: attention looks at the cells of all sequences.
  params.kv_unified = options.is_pooled;
  // With all cells there, a sliding window's sequences can be cut and shared like any other.
  params.swa_full = true;
  params.type_k = cache_type_of(options.attention.key_type, "cacheTypeK");
  params.type_v = cache_type_of(options.attention.value_type, "cacheTypeV");
  params.flash_attn_type = flash_attention(options);
  params.no_perf = true;
  if (options.part == ModelPart::kDraftLayers) params.ctx_type = LLAMA_CONTEXT_TYPE_MTP;
  return params;
}

/** What can be refused besides memory are the types of the cache, and how attention is computed. */
EngineException no_context(const ContextOptions& options, const std::string& reason) {
  const AttentionOptions plain;
  if (options.attention.key_type != plain.key_type ||
      options.attention.value_type != plain.value_type) {
    return {ErrorCode::kInvalidParams,
            "This model cannot have a KV cache of " + options.attention.key_type + " keys and " +
                options.attention.value_type + " values: " + reason};
  }
  return {ErrorCode::kOutOfMemory, "Could not allocate a context of " +
                                       std::to_string(options.num_cells) + " tokens: " + reason +
                                       ". Try a smaller context size."};
}

}  // namespace

bool has_spare_sequence(const Model& model, const ContextOptions& options) {
  return options.is_pooled && !model.has_states() && options.num_sequences < kMaxSequences;
}

// A step asks for one row per sequence, and for drafts; llama.cpp wants room for them. Reserving one
// per token would cost hundreds of megabytes with a large vocabulary.
std::uint32_t max_logits(const Model& model, const ContextOptions& options) {
  return num_all_sequences(model, options) + (options.is_pooled ? 0 : kDraftLogits);
}

llama_context_ptr open_context(const Model& model, const ContextOptions& options,
                               std::atomic<bool>& aborted) {
  llama_context_params params = to_llama(model, options);
  abort_when(aborted, params);
  const LlamaLogCapture log;
  llama_context_ptr context(llama_init_from_model(model.llama(), params));
  if (context == nullptr) throw no_context(options, log.reason());
  if (llama_get_memory(context.get()) == nullptr || llama_model_has_encoder(model.llama()) ||
      !model.is_causal()) {
    throw EngineException(ErrorCode::kUnsupported, "This model cannot continue text.");
  }
  return context;
}

}  // namespace samewire
