#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "gguf-file.h"
#include "llama-shape.h"

namespace samewire::tiny {

// The dimensions that all small models of one shape have, and their tensors.

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
  Tensors(GgufFile& file, const FillTensor& fill) : file_(file), fill_(fill) {}

  void matrix(const std::string& name, std::size_t columns, std::size_t rows) {
    file_.add_tensor(name, columns, rows,
                     [&](std::span<float> values) { fill_(name, columns, values); });
  }

  void constant(const std::string& name, std::size_t columns, float value, std::size_t rows = 1) {
    file_.add_tensor(name, columns, rows,
                     [&](std::span<float> values) { std::ranges::fill(values, value); });
  }

  void attention(const std::string& layer) {
    matrix(layer + "attn_q.weight", kWidth, kWidth);
    matrix(layer + "attn_k.weight", kWidth, std::size_t{kHeadWidth} * kNumKvHeads);
    matrix(layer + "attn_v.weight", kWidth, std::size_t{kHeadWidth} * kNumKvHeads);
    matrix(layer + "attn_output.weight", kWidth, kWidth);
  }

  /** A norm that shifts too. */
  void layer_norm(const std::string& name) {
    constant(name + ".weight", kWidth, 1.0F);
    constant(name + ".bias", kWidth, 0.0F);
  }

  void feed_forward(const std::string& layer) {
    matrix(layer + "ffn_gate.weight", kWidth, kFeedForwardWidth);
    matrix(layer + "ffn_down.weight", kFeedForwardWidth, kWidth);
    matrix(layer + "ffn_up.weight", kWidth, kFeedForwardWidth);
  }

 private:
  GgufFile& file_;
  const FillTensor& fill_;
};

inline std::string layer_prefix(std::uint32_t layer) { return "blk." + std::to_string(layer) + "."; }

inline void set_dimensions(GgufFile& file, const std::string& architecture, std::size_t num_vocab) {
  file.set("general.architecture", architecture);
  file.set(architecture + ".block_count", kNumLayers);
  file.set(architecture + ".context_length", kContextLength);
  file.set(architecture + ".embedding_length", kWidth);
  file.set(architecture + ".feed_forward_length", kFeedForwardWidth);
  file.set(architecture + ".vocab_size", static_cast<std::uint32_t>(num_vocab));
}

}  // namespace samewire::tiny
