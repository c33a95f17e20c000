#include "model-engine.h"

#include <llama.h>

#include <algorithm>
#include <utility>

#include "grammar/grammar-cache.h"
#include "grammar/grammar-matcher.h"
#include "loop/engine.h"
#include "loop/output-reader.h"
#include "media/projector.h"
#include "model-parts.h"
#include "model/adapter-registry.h"
#include "model/fingerprint.h"
#include "model/idle-runner.h"
#include "model/model.h"
#include "model/rank-prompt.h"
#include "model/runtime.h"
#include "resource-defaults.h"

namespace samewire {
namespace {

/** Attention looks at kept cells in every step, so that more of them slow down every stream. */
constexpr std::uint32_t kDefaultKeptCells = 8192;

/** A request may use all cells a sequence can have, but no more than the model was trained for. */
std::uint32_t context_length(const Model& model, const RunnerLimits& limits) {
  const std::uint32_t trained = model.trained_context_length();
  const std::uint32_t available = limits.cells_per_sequence();
  return trained == 0 ? available : std::min(trained, available);
}

/** What is kept of cells depends on it. */
std::string describe(const AttentionOptions& attention) {
  const char* plain = attention.flash == FlashAttention::kOff ? "/plain" : "";
  return attention.key_type + "/" + attention.value_type + plain;
}

OffloadOptions offload_options(const std::shared_ptr<const Model>& model,
                               const LoadOptions& options) {
  OffloadOptions result{
      .ram_bytes =
          options.cache_ram_bytes.value_or(default_cache_ram_bytes(available_memory_bytes()))};
  if (options.cache_disk_dir.empty()) return result;
  if (result.ram_bytes == 0) {
    throw EngineException({.code = ErrorCode::kInvalidParams,
                           .message = "A cache on disk needs one in RAM: cacheRamBytes is 0.",
                           .field = "cacheRamBytes"});
  }
  result.disk = DiskTierOptions{
      .folder = options.cache_disk_dir,
      .max_bytes = options.cache_disk_bytes,
      .fingerprint = [model, path = options.model_path, attention = options.attention] {
        return fingerprint_of(path, *model) + "/" + describe(attention) + "/" + describe_runtime();
      }};
  return result;
}

EngineOptions engine_options(const std::shared_ptr<const Model>& model, const LoadOptions& options,
                             std::uint32_t context_length) {
  EngineOptions result{
      .loop = {.context_length = context_length,
               .max_running = options.num_slots,
               .max_kept_cells = options.max_kept_cells.value_or(kDefaultKeptCells),
               .pace = {},
               .speculation = options.speculation,
               .offload = offload_options(model, options)},
      .max_waiting = options.max_waiting,
      .max_waiting_tokens = options.max_waiting_tokens};
  if (options.target_step_ms > 0) result.loop.pace.step_ms = options.target_step_ms;
  return result;
}

class LlamaEngine final : public ModelEngine {
 public:
  LlamaEngine(ModelParts parts, const LoadOptions& options, EventSink& sink)
      : model_(std::move(parts.model)),
        reader_(sink),
        grammars_(*model_->vocabulary()),
        default_sampling_(model_->recommended_sampling()),
        info_(describe(parts, options)),
        adapters_(model_),
        projector_(std::move(parts.projector)),
        engine_(parts.runner != nullptr ? std::move(parts.runner) : std::make_unique<IdleRunner>(),
                std::move(parts.embedder), model_->vocabulary(),
                engine_options(model_, options, info_.context_length), reader_,
                std::move(parts.draft_model)) {}

  const ModelInfo& info() const override { return info_; }
  const SamplingParams& default_sampling() const override { return default_sampling_; }

  std::optional<Fault> submit(Request request) override {
    if (!info_.can_generate) {
      return Fault{.code = ErrorCode::kUnsupported,
                   .message = "This model makes embeddings; it cannot continue text."};
    }
    if (request.output == nullptr) return engine_.submit(std::move(request));
    const RequestId id = request.id;
    // Before it is submitted: its first text may follow at once.
    reader_.open(id, request.output, request.num_choices);
    auto fault = engine_.submit(std::move(request));
    if (fault) reader_.forget(id);
    return fault;
  }
  std::optional<Fault> submit(EmbeddingRequest request) override {
    return engine_.submit(std::move(request));
  }
  void cancel(RequestId request) override { engine_.cancel(request); }
  void set_parked(RequestId request, bool parked) override { engine_.set_parked(request, parked); }
  EngineStats stats() const override { return engine_.stats(); }
  std::vector<KvCache::Listed> list_cache() override { return engine_.list_cache(); }
  bool save_cache() override { return engine_.save_cache(); }
  std::uint32_t drop_cache() override { return engine_.drop_cache(); }
  void stop() override {
    engine_.stop();
    if (projector_ != nullptr) projector_->stop();
    reader_.stop();
  }

  std::vector<Token> tokenize(std::string_view text,
                              const TokenizeOptions& options) const override {
    return samewire::tokenize(vocab(), text, options);
  }

  std::string detokenize(std::span<const Token> tokens) const override {
    for (const Token token : tokens) {
      if (model_->vocabulary()->contains(token)) continue;
      throw EngineException({.code = ErrorCode::kInvalidParams,
                             .message = std::to_string(token) + " is no token of the vocabulary.",
                             .field = "tokens"});
    }
    return samewire::detokenize(vocab(), tokens);
  }

  std::shared_ptr<Grammar> compile_grammar(std::string_view gbnf) override {
    return grammars_.get(GrammarSource::of(gbnf));
  }

  bool fits_grammar(std::string_view gbnf, std::span<const Token> tokens) override {
    // One of its own: those that are kept belong to the loop's thread.
    GrammarMatcher matcher(Grammar::compile(GrammarSource::of(gbnf), grammars_.tokens()));
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      const std::string_view piece = model_->vocabulary()->piece(tokens[i]);
      if (!matcher.allows(piece)) return false;
      // The sets say the same; all of them would take long.
      if (i % 8 == 0) {
        const TokenSet* allowed = matcher.allowed_tokens();
        if (allowed == nullptr || !allowed->contains(tokens[i])) return false;
      }
      matcher.accept(piece);
    }
    return matcher.is_complete();
  }

  std::string render_chat(const Chat& chat) const override {
    return model_->chat_format().render_prompt(chat);
  }

  std::vector<std::vector<Token>> tokenize_pairs(
      std::string_view query, std::span<const std::string> documents) const override {
    return make_rank_prompts(*model_, query, documents);
  }

  std::vector<Token> tokenize_infill(const Infill& infill) const override {
    return make_infill_prompt(*model_, infill);
  }

  void add_adapter(const std::string& name, const std::string& path) override {
    adapters_.add(name, path);
  }
  bool remove_adapter(const std::string& name) override { return adapters_.remove(name); }
  std::shared_ptr<const AdapterSet> adapters(std::span<const AdapterUse> uses) override {
    return adapters_.resolve(uses);
  }

  ChatPrompt tokenize_chat(const Chat& chat) override {
    return make_chat_prompt(*model_, grammars_, projector_.get(), chat);
  }

 private:
  const llama_vocab* vocab() const { return llama_model_get_vocab(model_->llama()); }

  ModelInfo describe(const ModelParts& parts, const LoadOptions& options) const {
    std::optional<EmbeddingInfo> embedding;
    if (parts.embedder != nullptr) {
      const EmbedderLimits limits = parts.embedder->limits();
      embedding = {.num_dimensions = limits.num_values,
                   .pooling = parts.pooling,
                   .max_input_tokens = limits.max_input_tokens};
    }
    const bool can_generate = parts.runner != nullptr;
    const RunnerLimits limits = can_generate ? parts.runner->limits() : RunnerLimits{};
    return {
        .name = model_->name(),
        .description = model_->description(),
        .num_parameters = llama_model_n_params(model_->llama()),
        .size_bytes = llama_model_size(model_->llama()),
        .num_vocab = static_cast<std::uint32_t>(model_->vocabulary()->size()),
        .context_length =
            can_generate ? context_length(*model_, limits) : embedding->max_input_tokens,
        .trained_context_length = model_->trained_context_length(),
        .kv_cache_tokens = limits.num_cells,
        .num_slots = options.num_slots,
        .num_threads = parts.num_threads.few,
        .num_batch_threads = parts.num_threads.many,
        .chat_template = model_->chat_format().source(),
        .chat_capabilities = model_->chat_format().capabilities(),
        .runtime = describe_runtime(),
        .can_generate = can_generate,
        .can_infill = can_generate && can_infill(*model_),
        .can_predict = can_generate && options.speculation != Speculation::kOff &&
                       limits.memory.can_take_back(),
        .reads_images = parts.projector != nullptr && parts.projector->reads_images(),
        .reads_audio = parts.projector != nullptr && parts.projector->reads_audio(),
        .embedding = embedding,
        .draft_model = parts.draft_info,
        .drafts_itself = parts.draft_model && parts.draft_model->reads_states,
    };
  }

  std::shared_ptr<const Model> model_;
  /** Outlives the engine, which publishes to it. */
  OutputReader reader_;
  GrammarCache grammars_;
  SamplingParams default_sampling_;
  ModelInfo info_;
  AdapterRegistry adapters_;
  /** Null if the model reads text only. */
  std::unique_ptr<Projector> projector_;
  Engine engine_;
};

}  // namespace

std::unique_ptr<ModelEngine> ModelEngine::load(const LoadOptions& options, const Progress& progress,
                                               EventSink& sink) {
  initialize_runtime();
  return std::make_unique<LlamaEngine>(load_model_parts(options, progress), options, sink);
}

}  // namespace samewire
