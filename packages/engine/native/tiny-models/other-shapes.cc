#include "other-shapes.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace samewire::tiny {
namespace {

constexpr std::uint32_t kWidth = 64;
constexpr std::uint32_t kNumLayers = 4;
constexpr std::uint32_t kNumHeads = 4;
constexpr std::uint32_t kNumKvHeads = 2;
constexpr std::uint32_t kHeadWidth = kWidth / kNumHeads;
constexpr std::uint32_t kFeedForwardWidth = 128;
constexpr std::uint32_t kContextLength = 256;

/** Adds the tensors of one model under the names of llama.cpp. */
class Tensors {
 public:
  Tensors(GgufFile& file, const FillTensor& fill, MatrixType type = MatrixType::kF32)
      : file_(file), fill_(fill), type_(type) {}

  void matrix(const std::string& name, std::size_t columns, std::size_t rows) {
    add_matrix(name, columns, rows, type_);
  }

  /** Too narrow for a quantised row. */
  void narrow_matrix(const std::string& name, std::size_t columns, std::size_t rows) {
    add_matrix(name, columns, rows, MatrixType::kF32);
  }

  void constant(const std::string& name, std::size_t columns, float value, std::size_t rows = 1) {
    file_.add_tensor(name, columns, rows,
                     [&](std::span<float> values) { std::ranges::fill(values, value); });
  }

  void attention(const std::string& layer, std::size_t width, std::size_t kv_width) {
    matrix(layer + "attn_q.weight", width, width);
    matrix(layer + "attn_k.weight", width, kv_width);
    matrix(layer + "attn_v.weight", width, kv_width);
    matrix(layer + "attn_output.weight", width, width);
  }

  void feed_forward(const std::string& layer, std::size_t width, std::size_t inner_width) {
    matrix(layer + "ffn_gate.weight", width, inner_width);
    matrix(layer + "ffn_down.weight", inner_width, width);
    matrix(layer + "ffn_up.weight", width, inner_width);
  }

 private:
  void add_matrix(const std::string& name, std::size_t columns, std::size_t rows,
                  MatrixType type) {
    file_.add_tensor(
        name, columns, rows, [&](std::span<float> values) { fill_(name, columns, values); }, type);
  }

  GgufFile& file_;
  const FillTensor& fill_;
  MatrixType type_;
};

std::string layer_prefix(std::uint32_t layer) { return "blk." + std::to_string(layer) + "."; }

struct Dimensions {
  std::uint32_t width = kWidth;
  std::uint32_t num_layers = kNumLayers;
  std::uint32_t feed_forward_width = kFeedForwardWidth;
  std::uint32_t context_length = kContextLength;
};

void set_dimensions(GgufFile& file, const std::string& architecture, std::size_t num_vocab,
                    const Dimensions& dimensions = {}) {
  file.set("general.architecture", architecture);
  file.set(architecture + ".block_count", dimensions.num_layers);
  file.set(architecture + ".context_length", dimensions.context_length);
  file.set(architecture + ".embedding_length", dimensions.width);
  file.set(architecture + ".feed_forward_length", dimensions.feed_forward_width);
  file.set(architecture + ".vocab_size", static_cast<std::uint32_t>(num_vocab));
}

}  // namespace

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
