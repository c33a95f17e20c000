#include "schedule/attention-cost.h"

namespace samewire {
namespace {

// Measured with llama.cpp's kernels; what a row and a cell cost in a tile is 1.

/** A row by itself, and one of its own cells. */
constexpr double kOwnCell = 5.4;
/** A row by itself, and a cell that it only passes over. */
constexpr double kOtherCell = 0.3;

}  // namespace

bool pays_in_tiles(const StepRows& rows, std::uint32_t tile, std::uint32_t num_tiles) {
  const auto decoding_cells = static_cast<double>(rows.num_decoding_cells);
  const double prompt_cells = rows.num_prompt_cells;
  // One tile holds the decoding rows, and so looks at their cells with all of its rows.
  const double in_tiles =
      decoding_cells / num_tiles + prompt_cells + static_cast<double>(tile) * num_tiles / 2;

  const double num_rows = tile - 1.0;
  const double num_prompt_rows = num_rows - rows.num_decoding;
  const double own_cells =
      decoding_cells + num_prompt_rows * (prompt_cells + num_prompt_rows / 2);
  const double in_rows = kOwnCell * own_cells / num_rows + kOtherCell * rows.num_used_cells;
  return in_tiles <= in_rows;
}

}  // namespace samewire
