#include "sampling/highest.h"

#include <algorithm>
#include <array>

namespace samewire {
namespace {

/** Maxima that are kept side by side. One alone would wait for itself at every logit. */
constexpr std::size_t kLanes = 32;
/** What is searched again for the place: small beside a vocabulary, large beside its own cost. */
constexpr std::size_t kBlock = 1024;

// With NaN the comparison is false, so what was there stays.
float larger(float a, float b) { return a > b ? a : b; }

}  // namespace

float highest_logit(std::span<const float> logits) {
  std::array<float, kLanes> highest;
  highest.fill(Highest().logit);
  const std::size_t num_rounds = logits.size() / kLanes;
  for (std::size_t round = 0; round < num_rounds; ++round) {
    const float* next = logits.data() + round * kLanes;
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      highest[lane] = larger(next[lane], highest[lane]);
    }
  }
  for (const float logit : logits.subspan(num_rounds * kLanes)) {
    highest[0] = larger(logit, highest[0]);
  }
  return *std::ranges::max_element(highest);
}

Highest find_highest(std::span<const float> logits) {
  Highest highest;
  std::size_t block_of_it = 0;
  for (std::size_t begin = 0; begin < logits.size(); begin += kBlock) {
    const float logit =
        highest_logit(logits.subspan(begin, std::min(kBlock, logits.size() - begin)));
    if (logit > highest.logit) {
      highest.logit = logit;
      block_of_it = begin;
    }
  }
  const auto block = logits.subspan(block_of_it);
  const auto place = std::ranges::find(block, highest.logit);
  if (place != block.end()) {
    highest.place = block_of_it + static_cast<std::size_t>(place - block.begin());
  }
  return highest;
}

}  // namespace samewire
