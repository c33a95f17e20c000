#include "schedule/scheduler.h"

#include <algorithm>
#include <vector>

#include "random.h"
#include "testing.h"

namespace samewire {
namespace {

Demand decoding(std::uint64_t order) { return {.num_pending = 1, .rank = {.order = order}, .parked = false}; }

Demand prefilling(std::uint64_t order, std::uint32_t num_pending) {
  return {.num_pending = num_pending, .rank = {.order = order}, .parked = false};
}

StepLimits limits(std::uint32_t num_available_cells = 1000) {
  return {.max_tokens = 64,
          .max_tokens_with_prompts = 32,
          .num_available_cells = num_available_cells};
}

StepPlan plan(const std::vector<Demand>& demands, const StepLimits& step_limits,
              std::uint32_t held = 10) {
  return plan_step(demands, std::vector<std::uint32_t>(demands.size(), held), step_limits);
}

std::uint32_t tokens_of(const StepPlan& plan, std::size_t index) {
  for (const StepPlan::Share& share : plan.shares) {
    if (share.index == index) return share.num_tokens;
  }
  return 0;
}

TEST("every decoding generation gets a token in every step") {
  const StepPlan result = plan({prefilling(0, 500), decoding(1), decoding(2)}, limits());
  CHECK_EQUAL(tokens_of(result, 1), 1U);
  CHECK_EQUAL(tokens_of(result, 2), 1U);
}

TEST("a step that reads a prompt is paced, and what decodes in it counts") {
  CHECK_EQUAL(tokens_of(plan({prefilling(0, 500), decoding(1)}, limits()), 0), 31U);
  CHECK_EQUAL(tokens_of(plan({prefilling(0, 500)}, limits()), 0), 32U);
}

TEST("prompts of one length are read oldest first") {
  const StepPlan result = plan({prefilling(5, 20), prefilling(2, 20)}, limits());
  CHECK_EQUAL(tokens_of(result, 1), 20U);
  CHECK_EQUAL(tokens_of(result, 0), 12U);
}

TEST("a short prompt is read before a long one that came earlier") {
  const StepPlan result = plan({prefilling(2, 500), prefilling(5, 20)}, limits());
  CHECK_EQUAL(tokens_of(result, 1), 20U);
  CHECK_EQUAL(tokens_of(result, 0), 12U);
}

TEST("a long prompt goes first once others have had several times its length") {
  std::vector<Demand> demands{prefilling(0, 500), prefilling(1, 20)};
  demands[1].rank.virtual_start = 1900;
  CHECK_EQUAL(tokens_of(plan(demands, limits()), 1), 20U);
  demands[1].rank.virtual_start = 1930;
  CHECK_EQUAL(tokens_of(plan(demands, limits()), 0), 32U);
}

TEST("a step for prompts leaves out who decodes, and a step for streams reads nothing") {
  const std::vector<Demand> demands{prefilling(0, 500), decoding(1)};
  StepLimits for_prompts = limits();
  for_prompts.decodes = false;
  CHECK_EQUAL(tokens_of(plan(demands, for_prompts), 0), 32U);
  CHECK_EQUAL(tokens_of(plan(demands, for_prompts), 1), 0U);
  StepLimits for_streams = limits();
  for_streams.max_tokens_with_prompts = 0;
  CHECK_EQUAL(tokens_of(plan(demands, for_streams), 0), 0U);
  CHECK_EQUAL(tokens_of(plan(demands, for_streams), 1), 1U);
}

TEST("a prompt of higher priority is read first, however late it came") {
  std::vector<Demand> demands{prefilling(0, 500), prefilling(9, 500)};
  demands[1].rank.priority = 1;
  const StepPlan result = plan(demands, limits());
  CHECK_EQUAL(tokens_of(result, 0), 0U);
  CHECK_EQUAL(tokens_of(result, 1), 32U);
}

TEST("cells are taken from the lowest priority first") {
  std::vector<Demand> demands{decoding(0), decoding(1)};
  demands[1].rank.priority = 1;
  CHECK_EQUAL(plan(demands, limits(1)).preempted, std::vector<std::size_t>{0});
}

TEST("a prompt stops at the place where a copy of it is to be kept") {
  std::vector<Demand> demands{prefilling(0, 60)};
  demands[0].max_tokens = 7;
  CHECK_EQUAL(tokens_of(plan(demands, limits()), 0), 7U);
}

TEST("a parked generation gets nothing") {
  std::vector<Demand> demands{decoding(0), decoding(1)};
  demands[0].parked = true;
  const StepPlan result = plan(demands, limits());
  CHECK_EQUAL(tokens_of(result, 0), 0U);
  CHECK_EQUAL(tokens_of(result, 1), 1U);
}

TEST("when cells run out the youngest gives up its own, and the rest goes on") {
  const StepPlan result = plan({decoding(7), decoding(3), decoding(9)}, limits(2));
  CHECK_EQUAL(result.preempted, std::vector<std::size_t>{2});
  CHECK_EQUAL(result.shares.size(), 2U);
}

TEST("a parked generation gives up its cells before a younger one that is read") {
  std::vector<Demand> demands{decoding(1), decoding(2), decoding(3)};
  demands[0].parked = true;
  const StepPlan result = plan(demands, limits(0));
  CHECK_EQUAL(result.preempted, std::vector<std::size_t>{0});
  CHECK_EQUAL(result.shares.size(), 2U);
}

TEST("a prompt alone is cut to the cells there are") {
  CHECK_EQUAL(tokens_of(plan({prefilling(0, 50)}, limits(20)), 0), 20U);
}

TEST("a generation is let in when prompt and some growth of all fit") {
  std::vector<Demand> running{decoding(0)};
  running[0].growth = 12;
  CHECK(can_admit({.num_uncached = 20, .growth = 5}, running, 38));
  CHECK(!can_admit({.num_uncached = 20, .growth = 5}, running, 37));
}

TEST("a generation that would run alone is always let in") {
  CHECK(can_admit({.num_uncached = 500, .growth = 100}, {}, 10));
}

// The laws: budgets hold, nobody gets more than asked, decoding ones are never passed over for a
// prompt, the oldest that is read never gives up its cells, and there is always progress.
TEST("random demands never break a law") {
  testing::Random random(3);
  for (int round = 0; round < 5000; ++round) {
    std::vector<Demand> demands(1 + random.below(6));
    std::vector<std::uint32_t> held(demands.size());
    for (std::size_t i = 0; i < demands.size(); ++i) {
      demands[i] = {.num_pending = random.one_in(2) ? 1 : 1 + random.below(100),
                    .rank = {.order = i * 7 % demands.size()},
                    .parked = random.one_in(4)};
      held[i] = random.below(30);
    }
    const StepLimits step_limits = limits(random.one_in(2) ? random.below(8) : 500);
    const StepPlan result = plan_step(demands, held, step_limits);

    std::uint32_t num_freed = 0;
    for (const std::size_t index : result.preempted) num_freed += held[index];
    CHECK(result.num_tokens() <= step_limits.max_tokens);
    CHECK(result.num_tokens() <= step_limits.num_available_cells + num_freed);
    bool any_read = false;
    std::size_t oldest = demands.size();
    for (std::size_t i = 0; i < demands.size(); ++i) {
      const bool gave_up = std::ranges::find(result.preempted, i) != result.preempted.end();
      CHECK(tokens_of(result, i) <= demands[i].num_pending);
      if (gave_up || demands[i].parked) CHECK_EQUAL(tokens_of(result, i), 0U);
      if (demands[i].parked) continue;
      any_read = true;
      if (oldest == demands.size() || demands[i].rank < demands[oldest].rank) oldest = i;
    }
    if (!any_read) continue;
    CHECK(std::ranges::find(result.preempted, oldest) == result.preempted.end());
    if (step_limits.num_available_cells + num_freed > 0) CHECK(!result.shares.empty());
  }
}

}  // namespace
}  // namespace samewire
