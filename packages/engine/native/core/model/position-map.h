#pragma once

#include <cstdint>
#include <vector>

#include "types.h"

namespace samewire {

/**
 * Where the tokens of one sequence stand for the model. That is their place, unless positions have
 * several dimensions: then the rows of a picture take fewer positions than there are rows.
 */
class PositionMap {
 public:
  /** From token `begin` on, `num_rows` rows take `num_positions`. Said of every part of a chunk. */
  void add_chunk(Position begin, std::uint32_t num_rows, std::uint32_t num_positions);

  /** Of a token that begins a chunk or is in none; of another, where its chunk begins. */
  Position position_of(Position place) const;

  /** Whether tokens from `begin` up to `end` are in a chunk, or some of them. */
  bool has_chunk(Position begin, Position end) const;

  /** The sequence has no more than its first `length` tokens, of which no chunk is cut. */
  void cut(Position length);

 private:
  struct Chunk {
    Position begin;
    Position end;
    /** Positions that its rows do not take. */
    Position num_spared;
  };

  std::vector<Chunk> chunks_;
};

}  // namespace samewire
