#include "speculate/draft-lengths.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace samewire {
namespace {

/** With the token that is known, powers of two: matrices are multiplied in groups of rows. */
constexpr std::array<std::uint32_t, 4> kLevels{1, 3, 7, kLongestDraft};
/** What all together have to gain: less may be an error of the estimate. */
constexpr double kClearGain = 1.03;
/** What one sequence may lose by the drafts of others. */
constexpr double kUnnoticed = 0.99;

/** How many plain steps a step with such drafts takes, the rounds that make them counted. */
double num_steps_of(std::span<const std::uint32_t> lengths, std::span<const DraftChance> chances,
                    const StepCosts& costs, const DraftLimits& limits) {
  std::uint32_t sum = 0;
  std::uint32_t num_rounds = 0;
  for (std::size_t i = 0; i < chances.size(); ++i) {
    sum += lengths[i];
    if (chances[i].takes_rounds) num_rounds = std::max(num_rounds, lengths[i]);
  }
  return costs.num_steps(static_cast<std::uint32_t>(chances.size()), sum) +
         limits.steps_per_round * num_rounds;
}

/** Lengths up to a level for those who can bear that all of it is wrong. */
std::vector<std::uint32_t> lengths_at(std::uint32_t level, std::span<const DraftChance> chances,
                                      const StepCosts& costs, const DraftLimits& limits) {
  std::vector<std::uint32_t> lengths(chances.size(), 0);
  std::uint32_t left = limits.max_tokens;
  for (std::size_t i = 0; i < chances.size(); ++i) {
    lengths[i] = std::min({level, chances[i].num_tokens, left});
    left -= lengths[i];
  }
  for (bool has_changed = true; has_changed;) {
    has_changed = false;
    const double loss = num_steps_of(lengths, chances, costs, limits) - 1.0;
    for (std::size_t i = 0; i < chances.size(); ++i) {
      if (lengths[i] == 0 || chances[i].stake >= loss) continue;
      lengths[i] = 0;
      has_changed = true;
    }
  }
  return lengths;
}

}  // namespace

double expected_tokens(double hit_rate, std::uint32_t num_drafts) {
  double sum = 1.0;
  double chance = 1.0;
  for (std::uint32_t i = 0; i < num_drafts; ++i) {
    chance *= hit_rate;
    sum += chance;
  }
  return sum;
}

std::vector<std::uint32_t> choose_draft_lengths(std::span<const DraftChance> chances,
                                                const StepCosts& costs,
                                                const DraftLimits& limits) {
  const auto num_sequences = static_cast<std::uint32_t>(chances.size());
  std::vector<std::uint32_t> best(chances.size(), 0);
  double best_pace = kClearGain * num_sequences;
  std::uint32_t tried = 0;
  for (const std::uint32_t level : kLevels) {
    auto lengths = lengths_at(level, chances, costs, limits);
    const std::uint32_t sum = std::accumulate(lengths.begin(), lengths.end(), 0U);
    if (sum == 0 || sum == tried) break;
    const double num_steps = num_steps_of(lengths, chances, costs, limits);
    if (num_steps * costs.plain_ms(num_sequences) > limits.max_ms) break;
    double num_tokens = 0.0;
    double fewest = expected_tokens(1.0, kLongestDraft);
    for (std::size_t i = 0; i < chances.size(); ++i) {
      const double expected = expected_tokens(chances[i].hit_rate, lengths[i]);
      num_tokens += expected;
      fewest = std::min(fewest, expected);
    }
    const bool slows_nobody = fewest >= kUnnoticed * num_steps;
    if (slows_nobody && num_tokens / num_steps > best_pace) {
      best_pace = num_tokens / num_steps;
      best = std::move(lengths);
    }
    if (!costs.has_measured(num_sequences, sum)) break;
    tried = sum;
  }
  return best;
}

}  // namespace samewire
