#pragma once

#include <llama-cpp.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "model/embedder.h"
#include "model/model.h"
#include "resource-defaults.h"

namespace samewire {

struct EmbedderOptions {
  Pooling pooling;
  /** Attention within an input needs all of it in one pass, so memory grows with this. */
  std::uint32_t max_input_tokens;
  NumThreads num_threads;
};

/**
 * Embeddings by contexts of their own: another pooling, and no tokens of others to look at.
 * Several inputs are packed into a pass as sequences; nothing of them stays.
 */
class LlamaEmbedder final : public Embedder {
 public:
  /**
   * @param model kept alive as long as the embedder
   * @throws EngineException kOutOfMemory if the context cannot be allocated, kUnsupported if the
   *   model makes no vectors
   */
  LlamaEmbedder(std::shared_ptr<const Model> model, const EmbedderOptions& options);

  EmbedderLimits limits() const override { return limits_; }
  void prepare() override;
  DecodeStatus embed(std::span<const std::span<const Token>> inputs,
                     std::vector<float>& vectors) override;
  void abort() override { aborted_ = true; }

 private:
  void compute_first(std::size_t num_inputs);
  void fill_batch(std::span<const std::span<const Token>> inputs);
  llama_context_ptr open(const EmbedderOptions& options, std::uint32_t num_tokens,
                         llama_flash_attn_type flash_attention);
  DecodeStatus compute(llama_context* context);

  std::shared_ptr<const Model> model_;
  std::atomic<bool> aborted_ = false;
  llama_context_ptr context_;
  /** For less than a tile of attention; null where there are none. */
  llama_context_ptr short_context_;
  EmbedderLimits limits_;
  NumThreads num_threads_;
  std::vector<Token> tokens_;
  std::vector<Position> positions_;
  std::vector<llama_seq_id> sequence_ids_;
  /** The same for every batch; as long as the largest. */
  std::vector<std::int32_t> one_sequence_each_;
  std::vector<llama_seq_id*> sequence_id_pointers_;
  std::vector<std::int8_t> wants_output_;
};

}  // namespace samewire
