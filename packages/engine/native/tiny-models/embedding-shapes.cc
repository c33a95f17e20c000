#include "embedding-shapes.h"

#include <cstdint>
#include <string>

#include "small-tensors.h"

namespace samewire::tiny {
namespace {

/** Values of `<architecture>.pooling_type`, as `llama_pooling_type` in llama.h. */
enum PoolingType : std::uint32_t { kMean = 1, kLast = 3, kRank = 4 };

void add_encoder(GgufFile& file, const BertShape& shape, std::size_t num_vocab,
                 PoolingType pooling, const FillTensor& fill) {
  set_dimensions(file, "bert", num_vocab,
                 {.width = shape.width,
                  .num_layers = shape.num_layers,
                  .feed_forward_width = shape.feed_forward_width,
                  .context_length = shape.context_length});
  file.set("bert.attention.head_count", shape.num_heads);
  file.set("bert.attention.layer_norm_epsilon", 1e-5F);
  file.set("bert.attention.causal", false);
  file.set("bert.pooling_type", std::uint32_t{pooling});
  const std::size_t width = shape.width;
  Tensors tensors(file, fill, shape.matrix_type);
  tensors.matrix("token_embd.weight", width, num_vocab);
  tensors.narrow_matrix("token_types.weight", width, 2);
  tensors.narrow_matrix("position_embd.weight", width, shape.context_length);
  if (pooling == kRank) {
    tensors.matrix("cls.weight", width, width);
    tensors.constant("cls.bias", width, 0.0F);
    tensors.matrix("cls.output.weight", width, 1);
    tensors.constant("cls.output.bias", 1, 0.1F);
  }
  tensors.layer_norm("token_embd_norm", width);
  for (std::uint32_t layer = 0; layer < shape.num_layers; ++layer) {
    const std::string prefix = layer_prefix(layer);
    for (const char* name : {"attn_q", "attn_k", "attn_v", "attn_output"}) {
      tensors.matrix(prefix + name + ".weight", width, width);
      tensors.constant(prefix + name + ".bias", width, 0.01F);
    }
    tensors.layer_norm(prefix + "attn_output_norm", width);
    tensors.matrix(prefix + "ffn_up.weight", width, shape.feed_forward_width);
    tensors.constant(prefix + "ffn_up.bias", shape.feed_forward_width, 0.01F);
    tensors.matrix(prefix + "ffn_down.weight", shape.feed_forward_width, width);
    tensors.constant(prefix + "ffn_down.bias", width, 0.01F);
    tensors.layer_norm(prefix + "layer_output_norm", width);
  }
}

}  // namespace

void add_bert(GgufFile& file, const BertShape& shape, std::size_t num_vocab,
              const FillTensor& fill) {
  add_encoder(file, shape, num_vocab, kMean, fill);
}

void add_bert_ranker(GgufFile& file, const BertShape& shape, std::size_t num_vocab,
                     const FillTensor& fill) {
  add_encoder(file, shape, num_vocab, kRank, fill);
}

void add_qwen3(GgufFile& file, std::size_t num_vocab, const FillTensor& fill) {
  set_dimensions(file, "qwen3", num_vocab);
  file.set("qwen3.attention.head_count", kNumHeads);
  file.set("qwen3.attention.head_count_kv", kNumKvHeads);
  file.set("qwen3.attention.key_length", kHeadWidth);
  file.set("qwen3.attention.value_length", kHeadWidth);
  file.set("qwen3.attention.layer_norm_rms_epsilon", 1e-5F);
  file.set("qwen3.pooling_type", std::uint32_t{kLast});
  Tensors tensors(file, fill);
  tensors.matrix("token_embd.weight", kWidth, num_vocab);
  tensors.constant("output_norm.weight", kWidth, 1.0F);
  tensors.matrix("output.weight", kWidth, num_vocab);
  for (std::uint32_t layer = 0; layer < kNumLayers; ++layer) {
    const std::string prefix = layer_prefix(layer);
    tensors.constant(prefix + "attn_norm.weight", kWidth, 1.0F);
    tensors.attention(prefix, kWidth, std::size_t{kHeadWidth} * kNumKvHeads);
    tensors.constant(prefix + "attn_k_norm.weight", kHeadWidth, 1.0F);
    tensors.constant(prefix + "attn_q_norm.weight", kHeadWidth, 1.0F);
    tensors.constant(prefix + "ffn_norm.weight", kWidth, 1.0F);
    tensors.feed_forward(prefix, kWidth, kFeedForwardWidth);
  }
}

}  // namespace samewire::tiny
