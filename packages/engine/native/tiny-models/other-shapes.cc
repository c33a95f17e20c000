#include "other-shapes.h"

#include <cstdint>
#include <string>
#include <vector>

#include "small-tensors.h"

namespace samewire::tiny {
void add_sliding_window(GgufFile& file, std::size_t num_vocab, const FillTensor& fill) {
  set_dimensions(file, "cohere2", num_vocab);
  file.set("cohere2.attention.head_count", kNumHeads);
  file.set("cohere2.attention.head_count_kv", kNumKvHeads);
  file.set("cohere2.attention.layer_norm_epsilon", 1e-5F);
  file.set("cohere2.attention.sliding_window", kSlidingWindow);
  file.set("cohere2.rope.dimension_count", kHeadWidth);
  file.set("cohere2.logit_scale", 1.0F);
  Tensors tensors(file, fill);
  tensors.matrix("token_embd.weight", kWidth, num_vocab);
  tensors.constant("output_norm.weight", kWidth, 1.0F);
  for (std::uint32_t layer = 0; layer < kNumLayers; ++layer) {
    const std::string prefix = layer_prefix(layer);
    tensors.constant(prefix + "attn_norm.weight", kWidth, 1.0F);
    tensors.attention(prefix, kWidth, std::size_t{kHeadWidth} * kNumKvHeads);
    tensors.feed_forward(prefix, kWidth, kFeedForwardWidth);
  }
}

void add_places(GgufFile& file, std::size_t num_vocab, const FillTensor& fill) {
  set_dimensions(file, "qwen2vl", num_vocab);
  file.set("qwen2vl.attention.head_count", kNumHeads);
  file.set("qwen2vl.attention.head_count_kv", kNumKvHeads);
  file.set("qwen2vl.attention.layer_norm_rms_epsilon", 1e-5F);
  file.set("qwen2vl.rope.dimension_sections", std::vector<std::int32_t>{2, 3, 3, 0});
  Tensors tensors(file, fill);
  const std::size_t kv_width = std::size_t{kHeadWidth} * kNumKvHeads;
  tensors.matrix("token_embd.weight", kWidth, num_vocab);
  tensors.constant("output_norm.weight", kWidth, 1.0F);
  tensors.matrix("output.weight", kWidth, num_vocab);
  for (std::uint32_t layer = 0; layer < kNumLayers; ++layer) {
    const std::string prefix = layer_prefix(layer);
    tensors.constant(prefix + "attn_norm.weight", kWidth, 1.0F);
    tensors.attention(prefix, kWidth, kv_width);
    tensors.constant(prefix + "attn_q.bias", kWidth, 0.0F);
    tensors.constant(prefix + "attn_k.bias", kv_width, 0.0F);
    tensors.constant(prefix + "attn_v.bias", kv_width, 0.0F);
    tensors.constant(prefix + "ffn_norm.weight", kWidth, 1.0F);
    tensors.feed_forward(prefix, kWidth, kFeedForwardWidth);
  }
}

void add_recurrent(GgufFile& file, std::size_t num_vocab, const FillTensor& fill) {
  constexpr std::uint32_t kInnerWidth = 2 * kWidth;
  constexpr std::uint32_t kStateWidth = 16;
  constexpr std::uint32_t kConvWidth = 4;
  constexpr std::uint32_t kStepRank = 4;
  set_dimensions(file, "mamba", num_vocab);
  file.set("mamba.attention.head_count", std::uint32_t{0});
  file.set("mamba.attention.layer_norm_rms_epsilon", 1e-5F);
  file.set("mamba.ssm.conv_kernel", kConvWidth);
  file.set("mamba.ssm.inner_size", kInnerWidth);
  file.set("mamba.ssm.state_size", kStateWidth);
  file.set("mamba.ssm.time_step_rank", kStepRank);
  Tensors tensors(file, fill);
  tensors.matrix("token_embd.weight", kWidth, num_vocab);
  tensors.constant("output_norm.weight", kWidth, 1.0F);
  tensors.matrix("output.weight", kWidth, num_vocab);
  for (std::uint32_t layer = 0; layer < kNumLayers; ++layer) {
    const std::string prefix = layer_prefix(layer);
    tensors.constant(prefix + "attn_norm.weight", kWidth, 1.0F);
    tensors.matrix(prefix + "ssm_in.weight", kWidth, 2 * std::size_t{kInnerWidth});
    tensors.matrix(prefix + "ssm_conv1d.weight", kConvWidth, kInnerWidth);
    tensors.constant(prefix + "ssm_conv1d.bias", kInnerWidth, 0.0F);
    tensors.matrix(prefix + "ssm_x.weight", kInnerWidth, kStepRank + 2 * kStateWidth);
    tensors.matrix(prefix + "ssm_dt.weight", kStepRank, kInnerWidth);
    tensors.constant(prefix + "ssm_dt.bias", kInnerWidth, 0.0F);
    // Negative, so that a state fades instead of growing.
    tensors.constant(prefix + "ssm_a", kStateWidth, -0.3F, kInnerWidth);
    tensors.constant(prefix + "ssm_d", kInnerWidth, 1.0F);
    tensors.matrix(prefix + "ssm_out.weight", kInnerWidth, kWidth);
  }
}

void add_hybrid(GgufFile& file, const HybridShape& shape, std::size_t num_vocab,
                const FillTensor& fill) {
  constexpr std::uint32_t kConvWidth = 3;
  const auto has_state = [](std::uint32_t layer) { return layer % 2 == 0; };
  const std::uint32_t head_width = shape.width / shape.num_heads;
  set_dimensions(file, "lfm2", num_vocab,
                 {.width = shape.width,
                  .num_layers = shape.num_layers,
                  .feed_forward_width = shape.feed_forward_width,
                  .context_length = shape.context_length});
  std::vector<std::int32_t> num_kv_heads;
  for (std::uint32_t layer = 0; layer < shape.num_layers; ++layer) {
    num_kv_heads.push_back(has_state(layer) ? 0 : static_cast<std::int32_t>(shape.num_kv_heads));
  }
  file.set("lfm2.attention.head_count", shape.num_heads);
  file.set("lfm2.attention.head_count_kv", num_kv_heads);
  file.set("lfm2.attention.layer_norm_rms_epsilon", 1e-5F);
  file.set("lfm2.shortconv.l_cache", kConvWidth);
  file.set("lfm2.rope.dimension_count", head_width);
  Tensors tensors(file, fill, shape.matrix_type);
  tensors.matrix("token_embd.weight", shape.width, num_vocab);
  tensors.constant("token_embd_norm.weight", shape.width, 1.0F);
  tensors.matrix("output.weight", shape.width, num_vocab);
  for (std::uint32_t layer = 0; layer < shape.num_layers; ++layer) {
    const std::string prefix = layer_prefix(layer);
    tensors.constant(prefix + "ffn_norm.weight", shape.width, 1.0F);
    tensors.feed_forward(prefix, shape.width, shape.feed_forward_width);
    tensors.constant(prefix + "attn_norm.weight", shape.width, 1.0F);
    if (has_state(layer)) {
      tensors.narrow_matrix(prefix + "shortconv.conv.weight", kConvWidth, shape.width);
      tensors.matrix(prefix + "shortconv.in_proj.weight", shape.width,
                     3 * std::size_t{shape.width});
      tensors.matrix(prefix + "shortconv.out_proj.weight", shape.width, shape.width);
    } else {
      tensors.constant(prefix + "attn_q_norm.weight", head_width, 1.0F);
      tensors.constant(prefix + "attn_k_norm.weight", head_width, 1.0F);
      tensors.attention(prefix, shape.width, std::size_t{head_width} * shape.num_kv_heads);
    }
  }
}

}  // namespace samewire::tiny
