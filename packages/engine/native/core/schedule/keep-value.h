#pragma once

#include <algorithm>
#include <cstdint>

namespace samewire {

/** Uses beyond this many keep a prefix no longer: what was popular once must go some day. */
constexpr std::uint32_t kMaxCountedUses = 16;

/** What giving up a kept sequence would mean. */
struct KeepFacts {
  /**
   * Over the tokens that would have to be computed again, because no other sequence has them: how
   * often each was used.
   */
  std::uint64_t num_uses_lost;
  /** Cells that it would free. */
  std::uint32_t num_cells_freed;
  /** Claims and releases since it was last used; at least 1. */
  std::uint64_t age;
};

/**
 * What a kept sequence is worth for each cell it takes: uses times tokens lost, over cells times
 * age. The lowest goes first. Among prefixes used once it is the longest unused, because there
 * every cell is a token; a prefix that was used ten times outlives ten times its age of one-off
 * prompts. One that frees nothing is worth most: giving it up would not help.
 *
 * The shape is that of hyperbolic caching (Blankstein, Sen and Freedman, USENIX ATC 2017).
 */
inline double keep_value(const KeepFacts& facts) {
  if (facts.num_cells_freed == 0) return 1e300;
  const double cost =
      static_cast<double>(facts.num_uses_lost) / static_cast<double>(facts.num_cells_freed);
  return cost / static_cast<double>(std::max<std::uint64_t>(facts.age, 1));
}

}  // namespace samewire
