#pragma once

#include <cstddef>
#include <cstdint>

#include "gguf-file.h"
#include "llama-shape.h"

namespace samewire::tiny {

/** Dimensions of a model with one layer more, which was trained to draft. */
struct DraftingShape {
  std::uint32_t width = 64;
  std::uint32_t num_heads = 4;
  std::uint32_t num_kv_heads = 2;
  /** Layers with experts that do not draft. */
  std::uint32_t num_expert_layers = 1;
  std::uint32_t expert_width = 32;
  std::uint32_t context_length = 1024;
  /** Of which one draft each; llama.cpp computes one. */
  std::uint32_t num_draft_layers = 1;
  /** Attention keeps what its keys and values are made of, in place of these (MLA). */
  bool is_latent = false;
  MatrixType matrix_type = MatrixType::kF32;
};

/**
 * Adds the keys and tensors of `glm4moe`, or of `deepseek2` if it is latent: a dense layer, one with experts, and those that draft, which
 * have experts too. Norms are filled with ones, biases with zeros; everything else by `fill`.
 */
void add_drafting(GgufFile& file, const DraftingShape& shape, std::size_t num_vocab,
                  const FillTensor& fill);

}  // namespace samewire::tiny
