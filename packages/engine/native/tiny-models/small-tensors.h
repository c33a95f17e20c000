#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "gguf-file.h"
#include "llama-shape.h"

namespace samewire::tiny {

// The dimensions that small models have by default, and their tensors.

inline constexpr std::uint32_t kWidth = 64;
inline constexpr std::uint32_t kNumLayers = 4;
inline constexpr std::uint32_t kNumHeads = 4;
inline constexpr std::uint32_t kNumKvHeads = 2;
inline constexpr std::uint32_t kHeadWidth = kWidth / kNumHeads;
inline constexpr std::uint32_t kFeedForwardWidth = 128;
inline constexpr std::uint32_t kContextLength = 256;

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

  /** A norm that shifts too. */
  void layer_norm(const std::string& name, std::size_t width) {
    constant(name + ".weight", width, 1.0F);
    constant(name + ".bias", width, 0.0F);
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

inline std::string layer_prefix(std::uint32_t layer) { return "blk." + std::to_string(layer) + "."; }

struct Dimensions {
  std::uint32_t width = kWidth;
  std::uint32_t num_layers = kNumLayers;
  std::uint32_t feed_forward_width = kFeedForwardWidth;
  std::uint32_t context_length = kContextLength;
};

inline void set_dimensions(GgufFile& file, const std::string& architecture, std::size_t num_vocab,
                    const Dimensions& dimensions = {}) {
  file.set("general.architecture", architecture);
  file.set(architecture + ".block_count", dimensions.num_layers);
  file.set(architecture + ".context_length", dimensions.context_length);
  file.set(architecture + ".embedding_length", dimensions.width);
  file.set(architecture + ".feed_forward_length", dimensions.feed_forward_width);
  file.set(architecture + ".vocab_size", static_cast<std::uint32_t>(num_vocab));
}

}  // namespace samewire::tiny
