#include "speculate/likeliest.h"

#include <cmath>

#include "sampling/highest.h"

namespace samewire {
namespace {

/** So far below the best, all tokens of a vocabulary together are next to nothing. */
constexpr float kTooFar = 20.0F;

}  // namespace

Likeliest find_likeliest(std::span<const float> logits) {
  const auto [best, place] = find_highest(logits);
  if (!std::isfinite(best)) return {.token = 0, .chance = 0.0};
  double sum = 0.0;
  // Most of them cost a comparison only.
  for (const float logit : logits) {
    if (logit > best - kTooFar) sum += std::exp(static_cast<double>(logit - best));
  }
  return {.token = static_cast<Token>(place), .chance = 1.0 / sum};
}

}  // namespace samewire
