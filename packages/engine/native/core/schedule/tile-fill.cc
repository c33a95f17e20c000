#include "schedule/tile-fill.h"

namespace samewire {
namespace {

/** Of a row and a cell, without a tile and with one. */
constexpr double kTimesSlower = 3.3;
/** What filling must gain: how the costs compare is known roughly, and differs from CPU to CPU. */
constexpr double kClearlyFaster = 0.9;

}  // namespace

std::uint32_t num_fillers(const StepRows& rows, const TileCosts& costs) {
  if (rows.num >= costs.tile || rows.num == 0 || costs.cells_per_row <= 0.0) return 0;
  const std::uint32_t num_fillers = costs.tile - rows.num;
  // All in rows that look at nothing. Fillers look at each other.
  const double one_by_one =
      rows.num + kTimesSlower * static_cast<double>(rows.num_cells) / costs.cells_per_row;
  const auto cells_of_tile = static_cast<double>(rows.num_cells_of_all + num_fillers);
  const double as_tile = costs.tile * (1.0 + cells_of_tile / costs.cells_per_row);
  return as_tile < one_by_one * kClearlyFaster ? num_fillers : 0;
}

}  // namespace samewire
