#pragma once

#include <limits>
#include <span>

namespace samewire {

/** The largest number; NaN is never it. -inf if there is none above it. */
inline float find_highest(std::span<const float> logits) {
  float highest = -std::numeric_limits<float>::infinity();
  // A plain maximum is vectorised by the compiler, a position is not.
  for (const float logit : logits) highest = logit > highest ? logit : highest;
  return highest;
}

}  // namespace samewire
