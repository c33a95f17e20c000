#include "random-adapter.h"

#include <cstddef>
#include <random>
#include <span>
#include <string>

#include "gguf-file.h"
#include "nearly-normal.h"

namespace samewire::tiny {
namespace {

constexpr std::uint32_t kRank = 4;

}  // namespace

void write_random_adapter(const LlamaShape& shape, std::uint32_t seed, const std::string& path) {
  const std::uint32_t head_width =
      shape.head_width == 0 ? shape.width / shape.num_heads : shape.head_width;
  const std::uint32_t attention_width = head_width * shape.num_heads;
  GgufFile file;
  file.set("general.type", std::string("adapter"));
  file.set("general.architecture", std::string("llama"));
  file.set("adapter.type", std::string("lora"));
  file.set("adapter.lora.alpha", static_cast<float>(kRank));
  std::mt19937 random(seed);
  const auto fill = [&](std::span<float> values) {
    // Large beside the model's own weights, so that the text becomes another one.
    for (float& value : values) value = 0.25F * nearly_normal(random);
  };
  for (std::uint32_t layer = 0; layer < shape.num_layers; ++layer) {
    const std::string block = "blk." + std::to_string(layer);
    const auto add = [&](const std::string& matrix, std::size_t width, std::size_t result_width) {
      file.add_tensor(block + matrix + ".weight.lora_a", width, kRank, fill);
      file.add_tensor(block + matrix + ".weight.lora_b", kRank, result_width, fill);
    };
    add(".attn_q", shape.width, attention_width);
    add(".attn_output", attention_width, shape.width);
  }
  file.write(path);
}

}  // namespace samewire::tiny
