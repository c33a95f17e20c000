#include "model-parts.h"

#include <llama.h>

#include <algorithm>
#include <utility>

#include "error.h"
#include "model/draft-layers.h"
#include "model/draft-model-file.h"
#include "model/llama-embedder.h"
#include "model/llama-model-runner.h"

namespace samewire {
namespace {

/** Most sequence ids llama.cpp allows (LLAMA_MAX_SEQ). */
constexpr std::uint32_t kMaxSequences = 256;
/** Prefixes kept beside those in use. In a pool one costs a row of logits, a state its memory. */
constexpr std::uint32_t kKeptSequences = 32;

struct Resources {
  std::uint32_t context_size;
  std::uint32_t num_sequences;
  NumThreads num_threads;
  bool is_pooled;
  AttentionOptions attention;
};

/** A draft model goes before layers that draft. */
bool uses_draft_layers(const LoadOptions& options) {
  return options.draft_layers && options.draft_model_path.empty();
}

std::uint64_t draft_kv_bytes_per_token(const Model& model, const Model* draft,
                                       const LoadOptions& options) {
  if (draft != nullptr) return draft->kv_bytes_per_token(options.attention);
  return uses_draft_layers(options) ? draft_layers_kv_bytes(model, options.attention) : 0;
}

/** `draft` is null if there is none. */
Resources choose_resources(const Model& model, const Model* draft, const LoadOptions& options) {
  const std::uint64_t draft_kv_bytes = draft_kv_bytes_per_token(model, draft, options);
  const ResourceNeeds needs{
      .model_bytes = llama_model_size(model.llama()),
      .kv_bytes_per_token = model.kv_bytes_per_token(options.attention) + draft_kv_bytes,
      .trained_context_length = model.trained_context_length(),
      .num_slots = options.num_slots,
  };
  const bool is_pooled = options.kv_layout == KvLayout::kAuto
                             ? !is_tiny(needs) || model.has_states()
                             : options.kv_layout == KvLayout::kPooled;
  const std::uint32_t num_kept = model.has_states() ? options.num_slots : kKeptSequences;
  return {
      .context_size = options.context_size > 0
                          ? options.context_size
                          : default_context_size(needs, available_memory_bytes()),
      .num_sequences = is_pooled ? std::min(options.num_slots + num_kept,
                                            std::max(kMaxSequences, options.num_slots))
                                 : options.num_slots,
      .num_threads = options.num_threads > 0 ? NumThreads{options.num_threads, options.num_threads}
                                             : default_num_threads(needs, available_cores()),
      .is_pooled = is_pooled,
      .attention = options.attention,
  };
}

/** A model's longest text may take gigabytes in one pass; this many tokens are a few pages. */
constexpr std::uint32_t kDefaultEmbeddingTokens = 2048;

std::unique_ptr<Projector> make_projector(const std::shared_ptr<const Model>& model,
                                          const Resources& resources, const MediaOptions& options) {
  if (options.projector_path.empty()) return nullptr;
  // Encoding goes on beside the steps of running streams, which are to keep their pace.
  const std::uint32_t num_threads = std::max(resources.num_threads.many / 2, 1U);
  return std::make_unique<Projector>(model, options, num_threads);
}

/** A small part of what prefixes may take in RAM. */
std::uint64_t max_bytes_ahead(const LoadOptions& options) {
  constexpr std::uint64_t kMost = 256ULL * 1024 * 1024;
  const std::uint64_t ram_bytes =
      options.cache_ram_bytes.value_or(default_cache_ram_bytes(available_memory_bytes()));
  return std::min(ram_bytes / 8, kMost);
}

/**
 * Null if the model cannot continue text.
 *
 * @param max_whole_rows that a step has to have room for
 */
std::unique_ptr<ModelRunner> make_runner(const std::shared_ptr<const Model>& model,
                                         const Resources& resources, std::uint32_t max_whole_rows,
                                         const LoadOptions& options) {
  ContextOptions context{.num_cells = resources.context_size,
                         .num_sequences = resources.num_sequences,
                         .is_pooled = resources.is_pooled,
                         .num_threads = resources.num_threads,
                         .attention = resources.attention,
                         .keeps_states = uses_draft_layers(options),
                         .max_bytes_ahead = max_bytes_ahead(options)};
  context.max_batch_tokens = std::max(context.max_batch_tokens, max_whole_rows);
  try {
    return std::make_unique<LlamaModelRunner>(model, context);
  } catch (const EngineException& error) {
    if (error.fault().code != ErrorCode::kUnsupported) throw;
    return nullptr;
  }
}

std::unique_ptr<Embedder> make_embedder(const std::shared_ptr<const Model>& model, Pooling pooling,
                                        const Resources& resources, std::uint32_t max_tokens) {
  const std::uint32_t trained = model->trained_context_length();
  std::uint32_t num_tokens = max_tokens > 0 ? max_tokens : kDefaultEmbeddingTokens;
  if (trained > 0) num_tokens = std::min(num_tokens, trained);
  return std::make_unique<LlamaEmbedder>(
      model, EmbedderOptions{.pooling = pooling,
                             .max_input_tokens = num_tokens,
                             .num_threads = resources.num_threads});
}

ModelParts make_parts(const std::shared_ptr<const Model>& model, const Resources& resources,
                 const LoadOptions& options) {
  // The last token of a text is the one that has seen all of it, if tokens see what is before them.
  const Pooling otherwise = model->is_causal() ? Pooling::kLast : Pooling::kMean;
  auto projector = make_projector(model, resources, options.media);
  const std::uint32_t max_whole_rows = projector == nullptr ? 0 : projector->max_whole_rows();
  ModelParts parts{.model = model,
              .num_threads = resources.num_threads,
              .runner = make_runner(model, resources, max_whole_rows, options),
              .embedder = nullptr,
              .pooling = options.pooling.value_or(model->pooling().value_or(otherwise)),
              .projector = std::move(projector)};
  const bool is_made_for_it = model->pooling().has_value() || parts.runner == nullptr;
  if (options.embeddings.value_or(is_made_for_it)) {
    parts.embedder = make_embedder(model, parts.pooling, resources, options.max_embedding_tokens);
  }
  if (parts.runner == nullptr && parts.embedder == nullptr) {
    throw EngineException(ErrorCode::kUnsupported,
                          "This model cannot continue text, and embeddings are switched off.");
  }
  return parts;
}

EngineException no_drafts(const std::string& why, bool by_layers = false) {
  const std::string what = by_layers ? "Layers that draft are" : "A draft model is";
  return EngineException({.code = ErrorCode::kInvalidParams,
                          .message = what + " of no use here: " + why + ".",
                          .field = by_layers ? "draftLayers" : "draftModelPath"});
}

/** Two files that are loaded one after the other, as one. */
Model::Progress part_of(const Model::Progress& progress, float begin, float share) {
  return [=](float fraction) { return progress(begin + share * fraction); };
}

/** What the first file is of both, at a guess: a draft model is small. */
constexpr float kShareOfModel = 0.9F;

std::shared_ptr<const Model> load_draft(const Model& model, const LoadOptions& options,
                                        const Model::Progress& progress) {
  if (model.has_states()) {
    throw no_drafts("the model's past is one state (recurrent or hybrid), which cannot be cut back");
  }
  return load_draft_model(
      model, {.path = options.draft_model_path, .num_gpu_layers = options.num_draft_gpu_layers},
      part_of(progress, kShareOfModel, 1.0F - kShareOfModel));
}

/** `draft` is null where layers of the model draft. */
void add_draft_model(ModelParts& parts, const std::shared_ptr<const Model>& draft,
                     const Resources& resources, const LoadOptions& options) {
  const bool by_layers = draft == nullptr;
  if (parts.runner == nullptr) throw no_drafts("the model cannot continue text", by_layers);
  const RunnerLimits limits = parts.runner->limits();
  if (!limits.memory.can_take_back()) {
    throw no_drafts("attention with a window takes a pooled KV cache to be cut back", by_layers);
  }
  const DraftContextOptions context{.num_cells = limits.num_cells,
                                    .num_sequences = options.num_slots,
                                    .is_pooled = resources.is_pooled,
                                    .num_threads = options.num_threads,
                                    .attention = options.attention};
  if (by_layers) {
    parts.draft_model = make_draft_layers(parts.model, context);
    return;
  }
  parts.draft_model = make_draft_model(*parts.model, draft, context);
  parts.draft_info = {.name = draft->name(),
                      .description = draft->description(),
                      .size_bytes = llama_model_size(draft->llama())};
}

}  // namespace

ModelParts load_model_parts(const LoadOptions& options, const ModelEngine::Progress& progress) {
  const bool has_draft = !options.draft_model_path.empty();
  const bool has_layers = uses_draft_layers(options);
  if ((has_draft || has_layers) && options.speculation == Speculation::kOff) {
    throw no_drafts("speculation is switched off", has_layers);
  }
  if (has_layers) check_draft_layers(options.model_path);
  const auto model =
      Model::load({.path = options.model_path,
                   .num_gpu_layers = options.num_gpu_layers,
                   .with_draft_layers = has_layers},
                  has_draft ? part_of(progress, 0.0F, kShareOfModel) : progress);
  const auto draft = has_draft ? load_draft(*model, options, progress) : nullptr;
  const Resources resources = choose_resources(*model, draft.get(), options);
  ModelParts parts = make_parts(model, resources, options);
  if (has_draft || has_layers) add_draft_model(parts, draft, resources, options);
  return parts;
}

}  // namespace samewire
