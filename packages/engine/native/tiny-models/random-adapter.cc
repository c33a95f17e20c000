#include "random-adapter.h"

#include <cstddef>
#include <random>
#include <span>

#include "gguf-file.h"
#include "llama-shape.h"
#include "nearly-normal.h"

namespace samewire::tiny {
namespace {

constexpr std::uint32_t kRank = 4;

}  // namespace

void write_random_adapter(std::uint32_t seed, const std::string& path) {
  const LlamaShape shape;
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
    for (const char* matrix : {"attn_q", "attn_output"}) {
      const std::string name =
          "blk." + std::to_string(layer) + "." + matrix + ".weight";
      file.add_tensor(name + ".lora_a", shape.width, kRank, fill);
      file.add_tensor(name + ".lora_b", kRank, shape.width, fill);
    }
  }
  file.write(path);
}

}  // namespace samewire::tiny
