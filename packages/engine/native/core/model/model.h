#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "chat/chat-format.h"
#include "model/attention.h"
#include "model/embedder.h"
#include "request.h"
#include "text/vocabulary.h"

struct llama_model;

namespace samewire {

struct ModelOptions {
  std::string path;
  /** Layers computed on a GPU, if this build has one; negative: all. */
  std::int32_t num_gpu_layers = -1;
  /** Also the layers that were trained to draft. */
  bool with_draft_layers = false;
};

/** A loaded model file. Immutable, so safe on any thread. */
class Model {
 public:
  /** Gets the loaded fraction, 0 to 1; returns false to give up. Called on the loading thread. */
  using Progress = std::function<bool(float)>;

  /**
   * Reads a GGUF file. Takes as long as reading the weights does.
   *
   * @throws EngineException kModelLoadFailed, with llama.cpp's reason
   */
  static std::shared_ptr<const Model> load(const ModelOptions& options, const Progress& progress);

  llama_model* llama() const { return model_.get(); }
  const std::shared_ptr<const Vocabulary>& vocabulary() const { return vocabulary_; }
  const ChatFormat& chat_format() const { return chat_format_; }

  /** `general.name` of the file, or empty. */
  std::string name() const;
  /** For example `llama 7B Q4_K - Medium`. */
  std::string description() const;
  std::uint32_t trained_context_length() const;
  /** Whether its past is a state (recurrent) or partly so (hybrid), not only KV cells. */
  bool has_states() const;
  /** Whether positions have several dimensions (M-RoPE). */
  bool has_places() const;
  /** Whether a token sees only those before it, as a text that is continued needs it. */
  bool is_causal() const;
  /** How the file says its vectors are made; nothing if it was not made for them. */
  std::optional<Pooling> pooling() const;
  /** How many tokens attention looks back in the layers that have a window; 0: no layer has. */
  std::uint32_t window() const;
  /**
   * Estimate of what one token takes in the KV cache.
   *
   * @throws EngineException kInvalidParams for a type that a cache cannot have
   */
  std::uint64_t kv_bytes_per_token(const AttentionOptions& attention) const;
  /** Weights that every token passes; of experts all. */
  double num_weights() const;
  /** Values of all layers that attention multiplies for a token and one that it looks at, once. */
  double num_attention_values() const;
  /** What the file recommends (`general.sampling.*`), over the neutral defaults. */
  SamplingParams recommended_sampling() const;

  /**
   * llama.cpp keeps its adapters in the model: hold this while one is loaded or freed, and while a
   * context plans its memory, for which it counts them.
   */
  std::mutex& adapters_mutex() const { return adapters_mutex_; }

 private:
  struct Deleter {
    void operator()(llama_model* model) const;
  };
  using Handle = std::unique_ptr<llama_model, Deleter>;

  explicit Model(Handle model);

  Handle model_;
  std::shared_ptr<const Vocabulary> vocabulary_;
  ChatFormat chat_format_;
  mutable std::mutex adapters_mutex_;
};

}  // namespace samewire
