#pragma once

#include <cstdint>
#include <random>

namespace samewire::testing {

/** Seeded numbers for property tests: the same on every machine. */
class Random {
 public:
  explicit Random(std::uint32_t seed) : engine_(seed) {}

  /** From 0 up to and without `limit`. */
  std::uint32_t below(std::uint32_t limit) { return static_cast<std::uint32_t>(engine_()) % limit; }

  bool one_in(std::uint32_t count) { return below(count) == 0; }

 private:
  std::mt19937 engine_;
};

}  // namespace samewire::testing
