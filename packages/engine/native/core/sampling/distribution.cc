#include "sampling/distribution.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <span>

#include "sampling/highest.h"

namespace samewire {
namespace {

constexpr std::size_t kBlock = 256;
/** Sums that are kept side by side. One alone would wait for itself at every weight. */
constexpr std::size_t kLanes = 8;
/**
 * Logits so much below the best one (at temperature 1) weigh less, all of a vocabulary together,
 * than a double can tell from nothing.
 */
constexpr float kTooFar = 50.0F;

using Weights = std::array<float, kBlock>;

/**
 * e to the power of `distance`, which is 0 or less; 0 beyond `kTooFar`, and for NaN. Exact but for
 * the last bit, as the C library's is. It has no branch and no call, so that a compiler makes vector
 * code of a loop over it: with 150,000 logits a row, that is most of what drawing costs.
 */
float weight_at(float distance) {
  // Added to a small number, it leaves the nearest whole one in the last bits.
  constexpr float kRounding = 12'582'912.0F;
  constexpr float kLog2OfE = 1.44269504F;
  // ln 2 in two parts: a small whole number times the first, which has few bits, is exact.
  constexpr float kLn2 = 355.0F / 512;
  constexpr auto kLn2Rest = static_cast<float>(0.693147180559945309 - 355.0 / 512);
  const float rounded = distance * kLog2OfE + kRounding;
  const float whole = rounded - kRounding;
  const float rest = distance - whole * kLn2 - whole * kLn2Rest;
  // The series of the exponential function: at most ln 2 / 2 from 0, more terms change nothing.
  float power = 1.0F / 5040;
  power = power * rest + 1.0F / 720;
  power = power * rest + 1.0F / 120;
  power = power * rest + 1.0F / 24;
  power = power * rest + 1.0F / 6;
  power = power * rest + 1.0F / 2;
  power = power * rest * rest + rest + 1.0F;
  constexpr std::uint32_t kExponentOf1 = 127;
  constexpr std::uint32_t kExponentShift = 23;
  const float scale = std::bit_cast<float>((std::bit_cast<std::uint32_t>(rounded) + kExponentOf1)
                                           << kExponentShift);
  // As bits without the sign, numbers compare as they do, and NaN is above all of them.
  constexpr std::uint32_t kAllButSign = 0x7FFF'FFFF;
  const auto size = static_cast<std::int32_t>(std::bit_cast<std::uint32_t>(distance) & kAllButSign);
  const std::uint32_t mask = size <= std::bit_cast<std::int32_t>(kTooFar) ? ~std::uint32_t{0} : 0;
  return std::bit_cast<float>(std::bit_cast<std::uint32_t>(power * scale) & mask);
}

void weigh(std::span<const float> logits, float best, float temperature, Weights& weights) {
  for (std::size_t i = 0; i < logits.size(); ++i) {
    weights[i] = weight_at((logits[i] - best) / temperature);
  }
  std::fill(weights.begin() + static_cast<std::ptrdiff_t>(logits.size()), weights.end(), 0.0F);
}

double sum_of(const Weights& weights) {
  std::array<double, kLanes> sums{};
  for (std::size_t i = 0; i < kBlock; i += kLanes) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) sums[lane] += weights[i + lane];
  }
  double sum = 0.0;
  for (const double part : sums) sum += part;
  return sum;
}

}  // namespace

Token Distribution::draw(std::span<const float> logits, float best, float temperature) {
  const auto block_at = [&](std::size_t begin) {
    return logits.subspan(begin, std::min(kBlock, logits.size() - begin));
  };
  Weights weights;
  block_sums_.clear();
  double total = 0.0;
  for (std::size_t begin = 0; begin < logits.size(); begin += kBlock) {
    const auto block = block_at(begin);
    double sum = 0.0;
    // Of what a grammar forbids there are whole blocks.
    if (weight_at((highest_logit(block) - best) / temperature) > 0.0F) {
      weigh(block, best, temperature, weights);
      sum = sum_of(weights);
    }
    block_sums_.push_back(sum);
    total += sum;
  }
  double rest = total * std::uniform_real_distribution<double>(0.0, 1.0)(random_);
  // Rounding may leave something behind the last block, which need not hold a possible token.
  std::size_t block = 0;
  for (std::size_t i = 0; i < block_sums_.size(); ++i) {
    if (block_sums_[i] == 0.0) continue;
    block = i;
    if (rest <= block_sums_[i]) break;
    rest -= block_sums_[i];
  }

  const std::size_t begin = block * kBlock;
  weigh(block_at(begin), best, temperature, weights);
  std::size_t last_possible = begin;
  for (std::size_t i = 0; i < kBlock; ++i) {
    if (weights[i] == 0.0F) continue;
    last_possible = begin + i;
    rest -= weights[i];
    if (rest <= 0.0) break;
  }
  return static_cast<Token>(last_possible);
}

}  // namespace samewire
