#pragma once

#include <cstdint>
#include <random>
#include <span>
#include <vector>

#include "types.h"

namespace samewire {

/**
 * Draws from the whole distribution of a row of logits: what is asked for when nothing but a
 * temperature and a seed is. No list of candidates is made, and a block of logits that are all too
 * improbable to be drawn costs comparisons alone. Takes the random numbers of llama.cpp's
 * `llama_sampler_init_dist`, so a seed gives the same text. Loop thread only.
 */
class Distribution {
 public:
  explicit Distribution(std::uint32_t seed) : random_(seed) {}

  /**
   * @param best the largest of the logits; finite
   * @param temperature > 0
   */
  Token draw(std::span<const float> logits, float best, float temperature);

 private:
  std::mt19937 random_;
  /** Sums of weights, one per block of logits. */
  std::vector<double> block_sums_;
};

}  // namespace samewire
