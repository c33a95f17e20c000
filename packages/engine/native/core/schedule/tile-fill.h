#pragma once

#include <cstdint>

namespace samewire {

/** Rows of a step, and what their attention looks at. */
struct StepRows {
  std::uint32_t num = 0;
  /** Cells that each of them looks at, added up. */
  std::uint64_t num_cells = 0;
  /** Cells that any of them looks at; what sequences share counts for each. */
  std::uint64_t num_cells_of_all = 0;
};

/** How a tile's attention costs, in comparison. */
struct TileCosts {
  /** Rows. */
  std::uint32_t tile;
  /** So many cells that a row of a tile looks at take as long as all of its row but attention. */
  double cells_per_row;
};

/**
 * How many rows that nobody needs should be computed too, so that the step fills a tile.
 *
 * On a CPU llama.cpp's attention takes three times as long or more for a row and a cell in a step of
 * fewer rows than a tile (attention.h). The more of the past a few rows look at, the sooner a whole
 * tile is faster, though all the rest of it is computed for more rows. The last bits of a row depend
 * on how it is computed, so the choice depends on nothing that is measured.
 *
 * @return 0 where it does not pay, or where the rows fill a tile
 */
std::uint32_t num_fillers(const StepRows& rows, const TileCosts& costs);

}  // namespace samewire
