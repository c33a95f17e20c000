#include "model-engine.h"

#include <llama.h>

#include <algorithm>
#include <utility>

#include "grammar/grammar-cache.h"
#include "grammar/grammar-matcher.h"
#include "loop/engine.h"
#include "loop/output-reader.h"
#include "model/fingerprint.h"
#include "model/llama-model-runner.h"
#include "model/model.h"
#include "model/runtime.h"
#include "resource-defaults.h"

namespace samewire {
namespace {

/** Most sequence ids llama.cpp allows (LLAMA_MAX_SEQ). */
constexpr std::uint32_t kMaxSequences = 256;
/** Prefixes kept beside those in use. In a pool one costs a row of logits, a state its memory. */
constexpr std::uint32_t kKeptSequences = 32;
/** Attention looks at kept cells in every step, so that more of them slow down every stream. */
constexpr std::uint32_t kDefaultKeptCells = 8192;

struct Resources {
  std::uint32_t context_size;
  std::uint32_t num_sequences;
  NumThreads num_threads;
  bool is_pooled;
};

Resources choose_resources(const Model& model, const LoadOptions& options) {
  const ResourceNeeds needs{
      .model_bytes = llama_model_size(model.llama()),
      .kv_bytes_per_token = model.kv_bytes_per_token(),
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
  };
}

/** A request may use all cells a sequence can have, but no more than the model was trained for. */
std::uint32_t context_length(const Model& model, const RunnerLimits& limits) {
  const std::uint32_t trained = model.trained_context_length();
  const std::uint32_t available = limits.cells_per_sequence();
  return trained == 0 ? available : std::min(trained, available);
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
      .fingerprint = [model, path = options.model_path] {
        return fingerprint_of(path, *model) + "/" + describe_runtime();
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
               .offload = offload_options(model, options)},
      .max_waiting = options.max_waiting,
      .max_waiting_tokens = options.max_waiting_tokens};
  if (options.target_step_ms > 0) result.loop.pace.step_ms = options.target_step_ms;
  return result;
}

class LlamaEngine final : public ModelEngine {
 public:
  LlamaEngine(std::shared_ptr<const Model> model, const LoadOptions& options,
              const NumThreads& num_threads, std::unique_ptr<ModelRunner> runner, EventSink& sink)
      : model_(std::move(model)),
        reader_(sink),
        grammars_(*model_->vocabulary()),
        default_sampling_(model_->recommended_sampling()),
        info_(describe(num_threads, runner->limits(), options.num_slots)),
        engine_(std::move(runner), nullptr, model_->vocabulary(),
                engine_options(model_, options, info_.context_length), reader_) {}

  const ModelInfo& info() const override { return info_; }
  const SamplingParams& default_sampling() const override { return default_sampling_; }

  std::optional<Fault> submit(Request request) override {
    if (request.output == nullptr) return engine_.submit(std::move(request));
    const RequestId id = request.id;
    // Before it is submitted: its first text may follow at once.
    reader_.open(id, request.output, request.num_choices);
    auto fault = engine_.submit(std::move(request));
    if (fault) reader_.forget(id);
    return fault;
  }
  void cancel(RequestId request) override { engine_.cancel(request); }
  void set_parked(RequestId request, bool parked) override { engine_.set_parked(request, parked); }
  EngineStats stats() const override { return engine_.stats(); }
  void stop() override {
    engine_.stop();
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
    return grammars_.get(gbnf);
  }

  bool fits_grammar(std::string_view gbnf, std::span<const Token> tokens) override {
    // One of its own: those that are kept belong to the loop's thread.
    GrammarMatcher matcher(Grammar::compile(gbnf, grammars_.tokens()));
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
    return model_->chat_format().render(chat).prompt;
  }

  ChatPrompt tokenize_chat(const Chat& chat) const override {
    return make_chat_prompt(*model_, chat);
  }

 private:
  const llama_vocab* vocab() const { return llama_model_get_vocab(model_->llama()); }

  ModelInfo describe(const NumThreads& num_threads, const RunnerLimits& limits,
                     std::uint32_t num_slots) const {
    return {
        .name = model_->name(),
        .description = model_->description(),
        .num_parameters = llama_model_n_params(model_->llama()),
        .size_bytes = llama_model_size(model_->llama()),
        .num_vocab = static_cast<std::uint32_t>(model_->vocabulary()->size()),
        .context_length = context_length(*model_, limits),
        .trained_context_length = model_->trained_context_length(),
        .kv_cache_tokens = limits.num_cells,
        .num_slots = num_slots,
        .num_threads = num_threads.few,
        .num_batch_threads = num_threads.many,
        .chat_template = model_->chat_format().source(),
        .chat_capabilities = model_->chat_format().capabilities(),
        .runtime = describe_runtime(),
    };
  }

  std::shared_ptr<const Model> model_;
  /** Outlives the engine, which publishes to it. */
  OutputReader reader_;
  GrammarCache grammars_;
  SamplingParams default_sampling_;
  ModelInfo info_;
  Engine engine_;
};

}  // namespace

std::unique_ptr<ModelEngine> ModelEngine::load(const LoadOptions& options, const Progress& progress,
                                               EventSink& sink) {
  initialize_runtime();
  const auto model =
      Model::load({.path = options.model_path, .num_gpu_layers = options.num_gpu_layers}, progress);
  const Resources resources = choose_resources(*model, options);
  const ContextOptions context{.num_cells = resources.context_size,
                               .num_sequences = resources.num_sequences,
                               .is_pooled = resources.is_pooled,
                               .num_threads = resources.num_threads};
  return std::make_unique<LlamaEngine>(model, options, resources.num_threads,
                                       std::make_unique<LlamaModelRunner>(model, context), sink);
}

}  // namespace samewire
