#pragma once

#include <cstdint>

namespace samewire {

/** What the rows of a step look at that reads a prompt beside decoding sequences. */
struct StepRows {
  /** Sequences that get one token. */
  std::uint32_t num_decoding = 0;
  /** Cells of these sequences together. */
  std::uint64_t num_decoding_cells = 0;
  /** Cells of the prompt that are there already. */
  std::uint32_t num_prompt_cells = 0;
  /** Cells of the whole pool that are in use. */
  std::uint32_t num_used_cells = 0;
};

/**
 * Whether a step's attention costs less for a row in so many whole tiles, or in one row less than a
 * tile. On a CPU llama.cpp computes the rows of a tile against the cells of all of them, fast; fewer
 * rows than a tile each against their own cells, slowly. So a tile is for a prompt of which much is
 * there, and a waste where most of the cells are those of many streams, with one row each.
 *
 * @param tile rows of one; at least 2
 * @param num_tiles at least 1
 */
bool pays_in_tiles(const StepRows& rows, std::uint32_t tile, std::uint32_t num_tiles);

}  // namespace samewire
