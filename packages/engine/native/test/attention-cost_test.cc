#include "schedule/attention-cost.h"

#include "testing.h"

namespace samewire {
namespace {

constexpr std::uint32_t kTile = 64;

/** Streams of so many cells each, and a prompt. */
StepRows rows_of(std::uint32_t num_streams, std::uint32_t stream_cells,
                 std::uint32_t prompt_cells) {
  const std::uint32_t decoding_cells = num_streams * stream_cells;
  return {.num_decoding = num_streams,
          .num_decoding_cells = decoding_cells,
          .num_prompt_cells = prompt_cells,
          .num_used_cells = decoding_cells + prompt_cells};
}

TEST("a tile pays beside a stream that has hardly begun") {
  CHECK(pays_in_tiles(rows_of(1, 10, 0), kTile, 1));
}

TEST("a tile does not pay for the beginning of a prompt beside many streams") {
  CHECK(!pays_in_tiles(rows_of(16, 160, 0), kTile, 1));
}

TEST("the further a prompt is read, the more streams it may share a tile with") {
  CHECK(!pays_in_tiles(rows_of(8, 500, 0), kTile, 1));
  CHECK(pays_in_tiles(rows_of(8, 500, 2000), kTile, 1));
}

TEST("many tiles share the cost of the one that the streams are in") {
  CHECK(!pays_in_tiles(rows_of(16, 160, 0), kTile, 1));
  CHECK(pays_in_tiles(rows_of(16, 160, 0), kTile, 4));
}

TEST("cells that are in use by nobody in the step are for a tile, which skips them") {
  StepRows rows = rows_of(4, 160, 0);
  rows.num_used_cells = 640;
  CHECK(!pays_in_tiles(rows, kTile, 1));
  rows.num_used_cells = 8000;
  CHECK(pays_in_tiles(rows, kTile, 1));
}

}  // namespace
}  // namespace samewire
