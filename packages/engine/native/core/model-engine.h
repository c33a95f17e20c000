#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "chat/chat.h"
#include "error.h"
#include "grammar/grammar.h"
#include "loop/engine-stats.h"
#include "loop/event.h"
#include "media/media-options.h"
#include "model/adapter.h"
#include "model/attention.h"
#include "model/chat-prompt.h"
#include "model/embedder.h"
#include "model/infill-prompt.h"
#include "request.h"
#include "schedule/kv-cache.h"
#include "speculate/speculation.h"
#include "text/tokenizer.h"
#include "types.h"

namespace samewire {

/** How the KV cache is divided among sequences. */
enum class KvLayout : std::uint8_t {
  /** Separate for a tiny model, pooled for the rest. */
  kAuto,
  /** One pool: sequences share prefixes, and one of them may use all of it. */
  kPooled,
  /** An equal part for each sequence: nothing is shared, and nothing is paid for the others. */
  kSeparate,
};

struct LoadOptions {
  std::string model_path;
  /** Tokens the KV cache holds, over all sequences; 0: chosen from model and memory. */
  std::uint32_t context_size = 0;
  /** Sequences computed together at most. */
  std::uint32_t num_slots = 8;
  KvLayout kv_layout = KvLayout::kAuto;
  AttentionOptions attention = {};
  /** Threads that compute a step; 0: chosen from model and machine. */
  std::uint32_t num_threads = 0;
  /** Layers computed on a GPU, if this build has one; negative: all. */
  std::int32_t num_gpu_layers = -1;
  /** Most choices that may wait for their first step. */
  std::uint32_t max_waiting = 1024;
  /** Most prompt tokens that may wait; 0: no limit. */
  std::uint64_t max_waiting_tokens = 0;
  /** Most cells that only kept prefixes may use; absent: a default. Pooled caches only. */
  std::optional<std::uint32_t> max_kept_cells = std::nullopt;
  /** Host RAM for prefixes that lost their cells; 0: none; absent: a share of what is free. */
  std::optional<std::uint64_t> cache_ram_bytes = std::nullopt;
  /** Where those go that RAM has no room for; empty: nowhere. */
  std::string cache_disk_dir = {};
  std::uint64_t cache_disk_bytes = 10ULL * 1024 * 1024 * 1024;
  /** How long a step may take while streams wait for their next token; 0: a default. */
  double target_step_ms = 0.0;
  /** Where drafts come from; none where memory cannot take them back. */
  Speculation speculation = Speculation::kPrediction;
  /** A smaller model of the same vocabulary to draft with; empty: none. */
  std::string draft_model_path = {};
  /** Layers of it computed on a GPU; negative: all. */
  std::int32_t num_draft_gpu_layers = -1;
  /** Draft with the layers that the model was trained with for it, unless there is a draft model. */
  bool draft_layers = false;
  /** Whether to make embeddings; absent: if the model was made for them. */
  std::optional<bool> embeddings = std::nullopt;
  /** Absent: the model's own. */
  std::optional<Pooling> pooling = std::nullopt;
  /** Most tokens of a text that is turned into a vector; 0: a default. */
  std::uint32_t max_embedding_tokens = 0;
  MediaOptions media = {};
};

struct EmbeddingInfo {
  /** Values per vector; of a model that ranks, its labels. */
  std::uint32_t num_dimensions;
  Pooling pooling;
  std::uint32_t max_input_tokens;
};

struct DraftModelInfo {
  /** The model's own name; empty if its file has none. */
  std::string name;
  std::string description;
  std::uint64_t size_bytes;
};

struct ModelInfo {
  /** The model's own name; empty if its file has none. */
  std::string name;
  std::string description;
  std::uint64_t num_parameters;
  std::uint64_t size_bytes;
  std::uint32_t num_vocab;
  /** Most tokens one request may use. */
  std::uint32_t context_length;
  std::uint32_t trained_context_length;
  std::uint32_t kv_cache_tokens;
  std::uint32_t num_slots;
  /** Threads that compute a step of few tokens, and of many. */
  std::uint32_t num_threads;
  std::uint32_t num_batch_threads;
  /** Jinja source; empty if there is none that can be used. */
  std::string chat_template;
  ChatCapabilities chat_capabilities;
  std::string runtime;
  /** Whether it can continue text. */
  bool can_generate;
  /** Whether it can put text between two others. */
  bool can_infill;
  /** Whether a prediction of the answer can make it come sooner. */
  bool can_predict;
  /** Whether chats may have pictures, and recordings. */
  bool reads_images;
  bool reads_audio;
  /** Absent if it makes no embeddings. */
  std::optional<EmbeddingInfo> embedding;
  /** Absent if there is none. */
  std::optional<DraftModelInfo> draft_model;
  /** Whether it drafts with layers of its own. */
  bool drafts_itself;
};

/**
 * A model file and the engine that runs it, behind a header without llama.cpp: all that a binding
 * needs. Every method may be called on any thread.
 */
class ModelEngine {
 public:
  /** Gets the loaded fraction, 0 to 1; returns false to give up. Called on the loading thread. */
  using Progress = std::function<bool(float)>;

  /**
   * Loads a model and starts its loop.
   *
   * @param sink must outlive the engine
   * @throws EngineException kModelLoadFailed, kUnsupported, kOutOfMemory, kInvalidParams for what
   *   does not go together
   */
  static std::unique_ptr<ModelEngine> load(const LoadOptions& options, const Progress& progress,
                                           EventSink& sink);

  virtual ~ModelEngine() = default;

  virtual const ModelInfo& info() const = 0;
  /** What a request gets for sampling parameters that it leaves out. */
  virtual const SamplingParams& default_sampling() const = 0;

  /** As `Engine::submit`. */
  virtual std::optional<Fault> submit(Request request) = 0;
  virtual std::optional<Fault> submit(EmbeddingRequest request) = 0;
  virtual void cancel(RequestId request) = 0;
  virtual void set_parked(RequestId request, bool parked) = 0;
  virtual EngineStats stats() const = 0;
  /** As those of `Engine`. */
  virtual std::vector<KvCache::Listed> list_cache() = 0;
  virtual bool save_cache() = 0;
  virtual std::uint32_t drop_cache() = 0;
  /** As `Engine::stop`: may wait for the step that runs. */
  virtual void stop() = 0;

  /** @throws EngineException kInvalidParams */
  virtual std::vector<Token> tokenize(std::string_view text,
                                      const TokenizeOptions& options) const = 0;
  /** @throws EngineException kInvalidParams for a token that is not in the vocabulary */
  virtual std::string detokenize(std::span<const Token> tokens) const = 0;
  /**
   * Makes a grammar ready for a request; the last ones are kept, by their text.
   *
   * @throws EngineException kInvalidGrammar
   */
  virtual std::shared_ptr<Grammar> compile_grammar(std::string_view gbnf) = 0;
  /** Whether the tokens, and then an end, fit a grammar: for tests of grammars. */
  virtual bool fits_grammar(std::string_view gbnf, std::span<const Token> tokens) = 0;
  /** As `ChatFormat::render_prompt`. */
  virtual std::string render_chat(const Chat& chat) const = 0;
  /** As `make_rank_prompts`. */
  virtual std::vector<std::vector<Token>> tokenize_pairs(
      std::string_view query, std::span<const std::string> documents) const = 0;
  /** As `make_infill_prompt`. */
  virtual std::vector<Token> tokenize_infill(const Infill& infill) const = 0;
  /** As `AdapterRegistry`. */
  virtual void add_adapter(const std::string& name, const std::string& path) = 0;
  virtual bool remove_adapter(const std::string& name) = 0;
  virtual std::shared_ptr<const AdapterSet> adapters(std::span<const AdapterUse> uses) = 0;
  /** As `make_chat_prompt`. */
  virtual ChatPrompt tokenize_chat(const Chat& chat) = 0;
};

}  // namespace samewire
