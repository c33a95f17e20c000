#include "random-projector.h"

#include <cmath>
#include <cstddef>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "gguf-file.h"
#include "nearly-normal.h"
#include "small-tensors.h"

namespace samewire::tiny {
namespace {

constexpr std::uint32_t kEncoderWidth = 32;
constexpr std::uint32_t kEncoderHeads = 2;
constexpr std::uint32_t kEncoderForward = 64;
constexpr std::uint32_t kEncoderLayers = 2;

struct Encoder {
  /** `vision` or `audio` in keys, `v` or `a` in tensors. */
  std::string name;
  std::string prefix;
  bool has_key_bias = true;
};

/** One file being put together. */
class Writer {
 public:
  explicit Writer(std::uint32_t seed)
      : random_(seed),
        fill_([this](const std::string&, std::size_t columns, std::span<float> values) {
          fill(columns, values);
        }),
        tensors_(file_, fill_) {}

  GgufFile& file() { return file_; }
  Tensors& tensors() { return tensors_; }

  void biased(const std::string& name, std::size_t columns, std::size_t rows) {
    tensors_.matrix(name + ".weight", columns, rows);
    tensors_.matrix(name + ".bias", rows, 1);
  }

  void kernel(const std::string& name, const std::vector<std::size_t>& shape,
              MatrixType type = MatrixType::kF32) {
    std::size_t num_inputs = 1;
    for (std::size_t i = 0; i + 1 < shape.size(); ++i) num_inputs *= shape[i];
    file_.add_kernel(
        name, shape, [&](std::span<float> values) { fill(num_inputs, values); }, type);
  }

  /** Keys and layers that all encoders have. */
  void add(const Encoder& encoder, const std::string& type) {
    file_.set("general.architecture", std::string("clip"));
    file_.set("clip.has_" + encoder.name + "_encoder", true);
    file_.set("clip.projector_type", type);
    file_.set("clip.use_gelu", true);
    const std::string keys = "clip." + encoder.name + ".";
    file_.set(keys + "embedding_length", kEncoderWidth);
    file_.set(keys + "attention.head_count", kEncoderHeads);
    file_.set(keys + "feed_forward_length", kEncoderForward);
    file_.set(keys + "block_count", kEncoderLayers);
    file_.set(keys + "projection_dim", kWidth);
    file_.set(keys + "attention.layer_norm_epsilon", 1e-5F);
    for (std::uint32_t layer = 0; layer < kEncoderLayers; ++layer) {
      const std::string name = encoder.prefix + "." + layer_prefix(layer);
      tensors_.layer_norm(name + "ln1", kEncoderWidth);
      tensors_.layer_norm(name + "ln2", kEncoderWidth);
      biased(name + "attn_q", kEncoderWidth, kEncoderWidth);
      tensors_.matrix(name + "attn_k.weight", kEncoderWidth, kEncoderWidth);
      if (encoder.has_key_bias) tensors_.matrix(name + "attn_k.bias", kEncoderWidth, 1);
      biased(name + "attn_v", kEncoderWidth, kEncoderWidth);
      biased(name + "attn_out", kEncoderWidth, kEncoderWidth);
      biased(name + "ffn_up", kEncoderWidth, kEncoderForward);
      biased(name + "ffn_down", kEncoderForward, kEncoderWidth);
    }
    tensors_.layer_norm(encoder.prefix + ".post_ln", kEncoderWidth);
  }

  /** Pictures of so many pixels a side, in patches. */
  void add_pictures(std::uint32_t side, std::uint32_t patch) {
    file_.set("clip.vision.image_size", side);
    file_.set("clip.vision.patch_size", patch);
    file_.set("clip.vision.image_mean", std::vector<float>{0.5F, 0.5F, 0.5F});
    file_.set("clip.vision.image_std", std::vector<float>{0.25F, 0.25F, 0.25F});
    kernel("v.patch_embd.weight", {patch, patch, 3, kEncoderWidth});
  }

 private:
  void fill(std::size_t num_inputs, std::span<float> values) {
    const float scale = 1.0F / std::sqrt(static_cast<float>(num_inputs));
    for (float& value : values) value = scale * nearly_normal(random_);
  }

  GgufFile file_;
  std::mt19937 random_;
  FillTensor fill_;
  Tensors tensors_;
};

const Encoder kVision{.name = "vision", .prefix = "v"};

void add_eyes(Writer& writer) {
  writer.add(kVision, "mlp");
  writer.add_pictures(28, 7);
  writer.tensors().matrix("v.position_embd.weight", kEncoderWidth, 16);
  writer.biased("mm.0", kEncoderWidth, kWidth);
  writer.biased("mm.2", kWidth, kWidth);
}

void add_whole_eyes(Writer& writer) {
  writer.add(kVision, "gemma3");
  writer.add_pictures(28, 7);
  writer.file().set("clip.vision.projector.scale_factor", std::uint32_t{2});
  writer.tensors().matrix("v.position_embd.weight", kEncoderWidth, 16);
  writer.tensors().constant("mm.soft_emb_norm.weight", kEncoderWidth, 1.0F);
  writer.tensors().matrix("mm.input_projection.weight", kWidth, kEncoderWidth);
}

void add_places_eyes(Writer& writer) {
  writer.add(kVision, "qwen2vl_merger");
  writer.add_pictures(64, 4);
  writer.kernel("v.patch_embd.weight.1", {4, 4, 3, kEncoderWidth});
  writer.biased("mm.0", 4 * kEncoderWidth, 4 * kEncoderWidth);
  writer.biased("mm.2", 4 * kEncoderWidth, kWidth);
}

void add_ears(Writer& writer) {
  constexpr std::uint32_t kNumMels = 16;
  constexpr std::uint32_t kStack = 32;
  writer.add({.name = "audio", .prefix = "a", .has_key_bias = false}, "ultravox");
  writer.file().set("clip.audio.num_mel_bins", kNumMels);
  writer.file().set("clip.audio.projector.stack_factor", kStack);
  writer.tensors().matrix("a.position_embd.weight", kEncoderWidth, 1500);
  writer.kernel("a.conv1d.1.weight", {3, kNumMels, kEncoderWidth}, MatrixType::kF16);
  writer.kernel("a.conv1d.1.bias", {1, kEncoderWidth});
  writer.kernel("a.conv1d.2.weight", {3, kEncoderWidth, kEncoderWidth}, MatrixType::kF16);
  writer.kernel("a.conv1d.2.bias", {1, kEncoderWidth});
  writer.tensors().matrix("mm.a.mlp.1.weight", std::size_t{kStack} * kEncoderWidth, 2 * kWidth);
  writer.tensors().matrix("mm.a.mlp.2.weight", kWidth, kWidth);
  writer.tensors().constant("mm.a.norm_pre.weight", std::size_t{kStack} * kEncoderWidth, 1.0F);
  writer.tensors().constant("mm.a.norm_mid.weight", kWidth, 1.0F);
}

}  // namespace

void write_random_projector(const RandomProjector& projector, const std::string& path) {
  Writer writer(projector.seed);
  switch (projector.kind) {
    case ProjectorKind::kEyes:
      add_eyes(writer);
      break;
    case ProjectorKind::kWholeEyes:
      add_whole_eyes(writer);
      break;
    case ProjectorKind::kPlacesEyes:
      add_places_eyes(writer);
      break;
    case ProjectorKind::kEars:
      add_ears(writer);
      break;
  }
  writer.file().write(path);
}

}  // namespace samewire::tiny
