#pragma once

#include "model/saved-cells.h"

namespace samewire {

/** What the RAM tier holds of a block. */
struct SavedBlock {
  SavedCells cells;
  bool comes_from_disk = false;
};

}  // namespace samewire
