#include "model/position-map.h"

#include <algorithm>

namespace samewire {

void PositionMap::add_chunk(Position begin, std::uint32_t num_rows, std::uint32_t num_positions) {
  if (!chunks_.empty() && chunks_.back().begin == begin) return;
  chunks_.push_back({.begin = begin,
                     .end = begin + static_cast<Position>(num_rows),
                     .num_spared = static_cast<Position>(num_rows) -
                                   static_cast<Position>(num_positions)});
}

Position PositionMap::position_of(Position place) const {
  Position position = place;
  for (const Chunk& chunk : chunks_) {
    if (chunk.begin >= place) break;
    position -= place < chunk.end ? place - chunk.begin : chunk.num_spared;
  }
  return position;
}

bool PositionMap::has_chunk(Position begin, Position end) const {
  return std::ranges::any_of(
      chunks_, [&](const Chunk& chunk) { return chunk.begin < end && begin < chunk.end; });
}

void PositionMap::cut(Position length) {
  std::erase_if(chunks_, [&](const Chunk& chunk) { return chunk.begin >= length; });
}

}  // namespace samewire
