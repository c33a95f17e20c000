#pragma once

#include <cstddef>
#include <limits>
#include <span>

namespace samewire {

struct Highest {
  /** -inf if no number is above it. */
  float logit = -std::numeric_limits<float>::infinity();
  /** Where it comes first. */
  std::size_t place = 0;
};

/** The largest of some logits; NaN is never it. Reads them once, as fast as memory gives them. */
Highest find_highest(std::span<const float> logits);

/** The same without the place: for deciding whether any of a few logits is worth a look. */
float highest_logit(std::span<const float> logits);

}  // namespace samewire
