#include "llama-shape.h"

#include <algorithm>

namespace samewire::tiny {

void add_llama(GgufFile& file, const LlamaShape& shape, std::size_t num_vocab,
               const FillTensor& fill) {
  const std::uint32_t head_width =
      shape.head_width > 0 ? shape.head_width : shape.width / shape.num_heads;
  file.set("general.architecture", std::string("llama"));
  file.set("llama.block_count", shape.num_layers);
  file.set("llama.context_length", shape.context_length);
  file.set("llama.embedding_length", shape.width);
  file.set("llama.feed_forward_length", shape.feed_forward_width);
  file.set("llama.attention.head_count", shape.num_heads);
  file.set("llama.attention.head_count_kv", shape.num_kv_heads);
  file.set("llama.attention.layer_norm_rms_epsilon", 1e-5F);
  file.set("llama.rope.dimension_count", head_width);
  file.set("llama.attention.key_length", head_width);
  file.set("llama.attention.value_length", head_width);
  file.set("llama.vocab_size", static_cast<std::uint32_t>(num_vocab));

  const auto matrix = [&](const std::string& name, std::size_t columns, std::size_t rows) {
    file.add_tensor(name, columns, rows,
                    [&](std::span<float> values) { fill(name, columns, values); },
                    shape.matrix_type);
  };
  const auto norm = [&](const std::string& name) {
    file.add_tensor(name, shape.width, 1,
                    [](std::span<float> values) { std::ranges::fill(values, 1.0F); });
  };
  const std::size_t q_width = std::size_t{head_width} * shape.num_heads;
  const std::size_t kv_width = std::size_t{head_width} * shape.num_kv_heads;
  matrix("token_embd.weight", shape.width, num_vocab);
  norm("output_norm.weight");
  if (!shape.ties_output) matrix("output.weight", shape.width, num_vocab);
  for (std::uint32_t layer = 0; layer < shape.num_layers; ++layer) {
    const std::string prefix = "blk." + std::to_string(layer) + ".";
    norm(prefix + "attn_norm.weight");
    matrix(prefix + "attn_q.weight", shape.width, q_width);
    matrix(prefix + "attn_k.weight", shape.width, kv_width);
    matrix(prefix + "attn_v.weight", shape.width, kv_width);
    matrix(prefix + "attn_output.weight", q_width, shape.width);
    norm(prefix + "ffn_norm.weight");
    matrix(prefix + "ffn_gate.weight", shape.width, shape.feed_forward_width);
    matrix(prefix + "ffn_down.weight", shape.feed_forward_width, shape.width);
    matrix(prefix + "ffn_up.weight", shape.width, shape.feed_forward_width);
  }
}

}  // namespace samewire::tiny
