#include "drafting-shape.h"

#include <string>

#include "small-tensors.h"

namespace samewire::tiny {
namespace {

constexpr std::uint32_t kNumDense = 1;
constexpr std::uint32_t kNumExperts = 4;
constexpr std::uint32_t kNumExpertsUsed = 2;
constexpr std::uint32_t kDenseWidth = 64;

void add_experts(GgufFile& file, Tensors& tensors, const std::string& prefix,
                 const DraftingShape& shape, const FillTensor& fill) {
  const std::size_t width = shape.width;
  const std::size_t expert_width = shape.expert_width;
  const auto stack = [&](const std::string& name, std::size_t columns, std::size_t rows) {
    file.add_kernel(prefix + name, {columns, rows, kNumExperts},
                    [&](std::span<float> values) { fill(prefix + name, columns, values); },
                    shape.matrix_type);
  };
  tensors.narrow_matrix(prefix + "ffn_gate_inp.weight", width, kNumExperts);
  tensors.constant(prefix + "exp_probs_b.bias", kNumExperts, 0.0F);
  stack("ffn_gate_exps.weight", width, expert_width);
  stack("ffn_down_exps.weight", expert_width, width);
  stack("ffn_up_exps.weight", width, expert_width);
  tensors.matrix(prefix + "ffn_gate_shexp.weight", width, expert_width);
  tensors.matrix(prefix + "ffn_down_shexp.weight", expert_width, width);
  tensors.matrix(prefix + "ffn_up_shexp.weight", width, expert_width);
}

/** Dimensions of latent attention. */
constexpr std::uint32_t kLatentWidth = 16;
constexpr std::uint32_t kLatentHeadWidth = 16;
constexpr std::uint32_t kTurnedWidth = 8;

void set_attention(GgufFile& file, const std::string& architecture, const DraftingShape& shape) {
  const std::uint32_t head_width = shape.width / shape.num_heads;
  const std::string prefix = architecture + ".attention.";
  file.set(prefix + "head_count", shape.num_heads);
  file.set(prefix + "head_count_kv", shape.is_latent ? 1 : shape.num_kv_heads);
  file.set(prefix + "layer_norm_rms_epsilon", 1e-5F);
  file.set(prefix + "key_length", shape.is_latent ? kLatentWidth + kTurnedWidth : head_width);
  file.set(prefix + "value_length", shape.is_latent ? kLatentWidth : head_width);
  file.set(architecture + ".rope.dimension_count", shape.is_latent ? kTurnedWidth : head_width);
  if (!shape.is_latent) return;
  file.set(prefix + "q_lora_rank", kLatentWidth);
  file.set(prefix + "kv_lora_rank", kLatentWidth);
  file.set(prefix + "key_length_mla", kLatentHeadWidth);
  file.set(prefix + "value_length_mla", kLatentHeadWidth);
}

void add_attention(GgufFile& file, Tensors& tensors, const std::string& prefix,
                   const DraftingShape& shape, const FillTensor& fill) {
  const std::size_t width = shape.width;
  if (!shape.is_latent) {
    tensors.attention(prefix, width, width / shape.num_heads * shape.num_kv_heads);
    return;
  }
  const auto stack = [&](const std::string& name, std::size_t columns, std::size_t rows) {
    file.add_kernel(prefix + name, {columns, rows, shape.num_heads},
                    [&](std::span<float> values) { fill(prefix + name, columns, values); });
  };
  tensors.constant(prefix + "attn_q_a_norm.weight", kLatentWidth, 1.0F);
  tensors.constant(prefix + "attn_kv_a_norm.weight", kLatentWidth, 1.0F);
  tensors.matrix(prefix + "attn_q_a.weight", width, kLatentWidth);
  tensors.matrix(prefix + "attn_q_b.weight", kLatentWidth,
                 std::size_t{kLatentHeadWidth} * shape.num_heads);
  tensors.matrix(prefix + "attn_kv_a_mqa.weight", width, kLatentWidth + kTurnedWidth);
  stack("attn_k_b.weight", kLatentHeadWidth - kTurnedWidth, kLatentWidth);
  stack("attn_v_b.weight", kLatentWidth, kLatentHeadWidth);
  tensors.matrix(prefix + "attn_output.weight", std::size_t{kLatentHeadWidth} * shape.num_heads,
                 width);
}

}  // namespace

void add_drafting(GgufFile& file, const DraftingShape& shape, std::size_t num_vocab,
                  const FillTensor& fill) {
  const std::uint32_t num_trunk = kNumDense + shape.num_expert_layers;
  const std::uint32_t num_layers = num_trunk + shape.num_draft_layers;
  const std::string architecture = shape.is_latent ? "deepseek2" : "glm4moe";
  set_dimensions(file, architecture, num_vocab,
                 {.width = shape.width,
                  .num_layers = num_layers,
                  .feed_forward_width = kDenseWidth,
                  .context_length = shape.context_length});
  set_attention(file, architecture, shape);
  file.set(architecture + ".expert_count", kNumExperts);
  file.set(architecture + ".expert_used_count", kNumExpertsUsed);
  file.set(architecture + ".expert_shared_count", std::uint32_t{1});
  file.set(architecture + ".expert_feed_forward_length", shape.expert_width);
  file.set(architecture + ".expert_weights_scale", 1.0F);
  file.set(architecture + ".expert_weights_norm", true);
  file.set(architecture + ".leading_dense_block_count", kNumDense);
  file.set(architecture + ".nextn_predict_layers", shape.num_draft_layers);
  Tensors tensors(file, fill, shape.matrix_type);
  tensors.matrix("token_embd.weight", shape.width, num_vocab);
  tensors.constant("output_norm.weight", shape.width, 1.0F);
  tensors.matrix("output.weight", shape.width, num_vocab);
  for (std::uint32_t layer = 0; layer < num_layers; ++layer) {
    const std::string prefix = layer_prefix(layer);
    tensors.constant(prefix + "attn_norm.weight", shape.width, 1.0F);
    add_attention(file, tensors, prefix, shape, fill);
    tensors.constant(prefix + (shape.is_latent ? "ffn_norm" : "post_attention_norm") + ".weight",
                     shape.width, 1.0F);
    if (layer < kNumDense) {
      tensors.feed_forward(prefix, shape.width, kDenseWidth);
    } else {
      add_experts(file, tensors, prefix, shape, fill);
    }
    if (layer < num_trunk) continue;
    tensors.matrix(prefix + "nextn.eh_proj.weight", 2 * std::size_t{shape.width}, shape.width);
    tensors.constant(prefix + "nextn.enorm.weight", shape.width, 1.0F);
    tensors.constant(prefix + "nextn.hnorm.weight", shape.width, 1.0F);
    tensors.constant(prefix + "nextn.shared_head_norm.weight", shape.width, 1.0F);
  }
}

}  // namespace samewire::tiny
