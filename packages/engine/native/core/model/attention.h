#pragma once

#include <cstdint>
#include <string>

namespace samewire {

/** Whether attention is computed piece by piece, without a table of all its scores. */
enum class FlashAttention : std::uint8_t {
  /** Chosen by what computes, and by how many sequences there are. */
  kAuto,
  kOn,
  kOff,
};

/**
 * Rows that llama.cpp's flash attention computes at once on a CPU (GGML_FA_TILE_Q). A part of a tile
 * costs as much as all of it, and its rows are computed against the cells of all of them. Fewer rows
 * take another path: it needs three times as long for a row and a cell that the row looks at, five
 * times beside others that use the same memory, and adds up at half precision.
 */
inline constexpr std::uint32_t kFlashTile = 64;

/** How attention is computed, and how what it looks at is kept. */
struct AttentionOptions {
  FlashAttention flash = FlashAttention::kAuto;
  /** Types of the values in the KV cache, by ggml's names: `f16`, `q8_0`, … */
  std::string key_type = "f16";
  std::string value_type = "f16";
};

}  // namespace samewire
