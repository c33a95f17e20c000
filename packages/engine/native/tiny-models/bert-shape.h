#pragma once

#include <cstdint>

#include "gguf-file.h"

namespace samewire::tiny {

/** Dimensions of an encoder. */
struct BertShape {
  std::uint32_t width = 64;
  std::uint32_t num_layers = 4;
  std::uint32_t num_heads = 4;
  std::uint32_t feed_forward_width = 128;
  std::uint32_t context_length = 256;
  MatrixType matrix_type = MatrixType::kF32;
};

}  // namespace samewire::tiny
