#pragma once

#include <random>

namespace samewire::tiny {

/** std::normal_distribution differs between standard libraries; a sum of uniforms does not. */
inline float nearly_normal(std::mt19937& random) {
  constexpr int kTerms = 12;
  double sum = 0.0;
  for (int i = 0; i < kTerms; ++i) sum += static_cast<double>(random()) / 4294967296.0;
  return static_cast<float>(sum - kTerms / 2.0);
}

}  // namespace samewire::tiny
