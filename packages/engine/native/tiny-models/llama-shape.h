#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>

#include "gguf-file.h"

namespace samewire::tiny {

/** Dimensions of a LLaMA-shaped model. */
struct LlamaShape {
  std::uint32_t width = 64;
  std::uint32_t num_layers = 2;
  std::uint32_t num_heads = 4;
  std::uint32_t num_kv_heads = 2;
  std::uint32_t feed_forward_width = 128;
  std::uint32_t context_length = 256;
  /** Values per head; 0: the width divided among the heads. */
  std::uint32_t head_width = 0;
  /** The output uses the matrix of the token embeddings. */
  bool ties_output = false;
  MatrixType matrix_type = MatrixType::kF32;
};

/** Fills the tensor of a name, given as rows of `num_columns` values. */
using FillTensor =
    std::function<void(const std::string& name, std::size_t num_columns, std::span<float>)>;

/**
 * Adds the keys and tensors that llama.cpp wants of the architecture `llama`, in the order of
 * its loader. Norms are filled with ones; everything else by `fill`.
 */
void add_llama(GgufFile& file, const LlamaShape& shape, std::size_t num_vocab,
               const FillTensor& fill);

}  // namespace samewire::tiny
