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

/** Tokens that a step is expected to give a sequence: one, and those of the draft. */
double expected_tokens(double hit_rate, std::uint32_t num_drafts) {
  double sum = 1.0;
  double chance = 1.0;
  for (std::uint32_t i = 0; i < num_drafts; ++i) {
    chance *= hit_rate;
    sum += chance;
  }
  return sum;
}

/** Lengths up to a level for those who can bear that all of it is wrong. */
std::vector<std::uint32_t> lengths_at(std::uint32_t level, std::span<const DraftChance> chances,
                                      const StepCosts& costs, std::uint32_t max_tokens) {
  std::vector<std::uint32_t> lengths(chances.size(), 0);
  std::uint32_t left = max_tokens;
  for (std::size_t i = 0; i < chances.size(); ++i) {
    lengths[i] = std::min({level, chances[i].num_tokens, left});
    left -= lengths[i];
  }
  const auto num_sequences = static_cast<std::uint32_t>(chances.size());
  for (bool has_changed = true; has_changed;) {
    has_changed = false;
    const std::uint32_t sum = std::accumulate(lengths.begin(), lengths.end(), 0U);
    const double loss = costs.num_steps(num_sequences, sum) - 1.0;
    for (std::size_t i = 0; i < chances.size(); ++i) {
      if (lengths[i] == 0 || chances[i].stake >= loss) continue;
      lengths[i] = 0;
      has_changed = true;
    }
  }
  return lengths;
}

}  // namespace

std::vector<std::uint32_t> choose_draft_lengths(std::span<const DraftChance> chances,
                                                const StepCosts& costs,
                                                const DraftLimits& limits) {
  const auto num_sequences = static_cast<std::uint32_t>(chances.size());
  std::vector<std::uint32_t> best(chances.size(), 0);
  double best_pace = kClearGain * num_sequences;
  std::uint32_t tried = 0;
  for (const std::uint32_t level : kLevels) {
    auto lengths = lengths_at(level, chances, costs, limits.max_tokens);
    const std::uint32_t sum = std::accumulate(lengths.begin(), lengths.end(), 0U);
    if (sum == 0 || sum == tried) break;
    const double num_steps = costs.num_steps(num_sequences, sum);
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
