#include "schedule/scheduler.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace samewire {
namespace {

/** Places of the demands, in the order of what `key_of` says of each. */
template <typename KeyOf>
std::vector<std::size_t> sorted_by(std::span<const Demand> demands, KeyOf key_of) {
  std::vector<std::size_t> order(demands.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t i) { return key_of(demands[i]); });
  return order;
}

std::vector<std::size_t> by_rank(std::span<const Demand> demands) {
  return sorted_by(demands, [](const Demand& demand) { return demand.rank; });
}

/** For each token that a prompt lacks, so many of others may go ahead of it. */
constexpr double kPatience = 4.0;

/**
 * Whose prompt is read, in this order. A rank's place counts the tokens that were ordered before it;
 * a prompt is due when others have had `kPatience` times its own length since.
 */
std::vector<std::size_t> by_due_time(std::span<const Demand> demands) {
  return sorted_by(demands, [](const Demand& demand) {
    Rank rank = demand.rank;
    rank.virtual_start += kPatience * demand.num_pending;
    return rank;
  });
}

/** Who gives up cells, in this order: parked before running, last in rank before first. */
std::vector<std::size_t> by_dispensability(std::span<const Demand> demands) {
  std::vector<std::size_t> order = by_rank(demands);
  std::ranges::reverse(order);
  std::ranges::stable_partition(order, [&](std::size_t i) { return demands[i].parked; });
  return order;
}

}  // namespace

StepPlan plan_step(std::span<const Demand> demands, std::span<const std::uint32_t> held_cells,
                   const StepLimits& limits) {
  StepPlan plan;
  std::vector<bool> preempted(demands.size(), false);
  const auto runs = [&](std::size_t i) {
    return demands[i].in_turn && !demands[i].parked && !preempted[i];
  };

  std::uint32_t num_cells = limits.num_available_cells;
  const auto num_running = [&] {
    std::uint32_t count = 0;
    for (std::size_t i = 0; i < demands.size(); ++i) count += runs(i) ? 1 : 0;
    return count;
  };
  // Everyone who runs needs at least one cell for this step, and one of them its indivisible part.
  const auto num_needed = [&] {
    std::uint32_t most = 1;
    for (std::size_t i = 0; i < demands.size(); ++i) {
      if (runs(i)) most = std::max(most, demands[i].min_tokens);
    }
    return num_running() + most - 1;
  };
  for (const std::size_t victim : by_dispensability(demands)) {
    if (num_cells >= num_needed()) break;
    if (runs(victim) && num_running() == 1) break;
    preempted[victim] = true;
    plan.preempted.push_back(victim);
    num_cells += held_cells[victim];
  }

  std::uint32_t budget = std::min(limits.max_tokens, num_cells);
  for (const std::size_t i : by_rank(demands)) {
    if (!limits.decodes || !runs(i) || demands[i].num_pending != 1 || budget == 0) continue;
    plan.shares.push_back({.index = i, .num_tokens = 1});
    --budget;
  }
  plan.num_decoding = static_cast<std::uint32_t>(plan.shares.size());
  budget = std::min(budget, limits.max_tokens_with_prompts -
                                std::min(limits.max_tokens_with_prompts, plan.num_decoding));
  for (const std::size_t i : by_due_time(demands)) {
    if (!runs(i) || demands[i].num_pending == 1 || budget == 0) continue;
    std::uint32_t num_tokens = std::min(demands[i].num_pending, budget);
    if (demands[i].max_tokens > 0) num_tokens = std::min(num_tokens, demands[i].max_tokens);
    if (num_tokens < demands[i].min_tokens) {
      // More than a step's time allows, but less is not possible: then it is all that is read.
      const bool is_first = plan.shares.size() == plan.num_decoding;
      if (!is_first || demands[i].min_tokens > num_cells - plan.num_decoding) continue;
      num_tokens = demands[i].min_tokens;
      budget = num_tokens;
    }
    plan.shares.push_back({.index = i, .num_tokens = num_tokens});
    budget -= num_tokens;
  }
  return plan;
}

bool can_admit(const Admission& waiting, std::span<const Demand> running,
               std::uint32_t num_available_cells) {
  if (running.empty()) return true;
  std::uint64_t needed = std::uint64_t{waiting.num_uncached} + waiting.growth;
  for (const Demand& demand : running) needed += std::uint64_t{demand.num_pending} + demand.growth;
  return needed <= num_available_cells;
}

}  // namespace samewire
