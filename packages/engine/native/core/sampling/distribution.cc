#include "sampling/distribution.h"

#include <algorithm>
#include <cmath>

namespace samewire {
namespace {

constexpr std::size_t kBlock = 256;
/**
 * Logits so far below the best one (at temperature 1) weigh less, all of a vocabulary together, than
 * a double can tell from nothing. Their exponentials would be the slowest to compute, too.
 */
constexpr float kLowest = -50.0F;

float weight_of(float logit, float best, float temperature) {
  const float distance = (logit - best) / temperature;
  // Written so that NaN weighs nothing.
  return distance > kLowest ? std::exp(distance) : 0.0F;
}

}  // namespace

Token Distribution::draw(std::span<const float> logits, float best, float temperature) {
  block_sums_.clear();
  double total = 0.0;
  for (std::size_t begin = 0; begin < logits.size(); begin += kBlock) {
    double sum = 0.0;
    for (const float logit : logits.subspan(begin, std::min(kBlock, logits.size() - begin))) {
      sum += weight_of(logit, best, temperature);
    }
    block_sums_.push_back(sum);
    total += sum;
  }
  double rest = total * std::uniform_real_distribution<double>(0.0, 1.0)(random_);
  std::size_t block = 0;
  while (block + 1 < block_sums_.size() && rest > block_sums_[block]) rest -= block_sums_[block++];

  const std::size_t end = std::min((block + 1) * kBlock, logits.size());
  std::size_t last_possible = block * kBlock;
  for (std::size_t i = block * kBlock; i < end; ++i) {
    const float weight = weight_of(logits[i], best, temperature);
    if (weight == 0.0F) continue;
    last_possible = i;
    rest -= weight;
    if (rest <= 0.0) break;
  }
  return static_cast<Token>(last_possible);
}

}  // namespace samewire
