// What is learned of a draft model: what it takes, and what its word is worth.
#include "speculate/drafting-costs.h"

#include <limits>
#include <vector>

#include "speculate/confidence.h"
#include "speculate/draft-budget.h"
#include "speculate/draft-lengths.h"
#include "speculate/likeliest.h"
#include "testing.h"

namespace samewire {
namespace {

TEST("the first round of a kind says nothing, the others what one takes") {
  DraftingCosts costs;
  const double guess = costs.round_ms(2, 10.0);
  costs.record_round(2, 90.0);
  CHECK_EQUAL(costs.round_ms(2, 10.0), guess);
  costs.record_round(2, 3.0);
  costs.record_round(2, 3.0);
  CHECK_EQUAL(costs.round_ms(2, 10.0), 3.0);
  CHECK_EQUAL(costs.round_ms(3, 10.0), guess);
}

TEST("what was measured long ago is forgotten") {
  DraftingCosts costs;
  const double guess = costs.round_ms(1, 10.0);
  for (int i = 0; i < 3; ++i) costs.record_round(1, 30.0);
  for (int i = 0; i < 3000; ++i) costs.pass_step();
  CHECK_EQUAL(costs.round_ms(1, 10.0), guess);
}

/** Where a step takes 10 ms, and each draft 0.1 ms more. */
StepCosts cheap_rows() {
  StepCosts costs;
  for (int i = 0; i < 5; ++i) costs.record(1, 0, 10.0);
  for (const std::uint32_t num_drafts : {1, 3, 7, 15}) {
    for (int i = 0; i < 3; ++i) costs.record(1, num_drafts, 10.0 + 0.1 * num_drafts);
  }
  for (int i = 0; i < 5; ++i) costs.record(1, 0, 10.0);
  return costs;
}

TEST("drafts are as long as the rounds that make them are worth") {
  const DraftChance chance{.num_tokens = 15, .hit_rate = 0.8, .stake = 100.0, .takes_rounds = true};
  const auto length_at = [&](double steps_per_round) {
    return choose_draft_lengths(
        std::vector{chance}, cheap_rows(),
        {.max_tokens = 64, .max_ms = 1000.0, .steps_per_round = steps_per_round})[0];
  };
  CHECK_EQUAL(length_at(0.0), 15U);
  CHECK_EQUAL(length_at(0.1), 7U);
  CHECK_EQUAL(length_at(0.4), 3U);
  CHECK_EQUAL(length_at(0.9), 0U);
}

TEST("a model that is right more often than it thinks is believed more") {
  Confidence confidence;
  CHECK_EQUAL(confidence.ratio(), std::numeric_limits<double>::max());
  for (int i = 0; i < 200; ++i) confidence.add(0.3, i % 10 < 6);
  CHECK(confidence.ratio() > 1.7 && confidence.ratio() < 2.3);
  for (int i = 0; i < 300; ++i) confidence.add(0.9, false);
  CHECK(confidence.ratio() < 0.2);
  for (int i = 0; i < 200; ++i) confidence.add_nothing();
  CHECK(confidence.ratio() > 0.9);
}

TEST("the most probable token is found with its probability, and none where there are no numbers") {
  const Likeliest even = find_likeliest(std::vector<float>{-50.0F, 2.0F, 2.0F});
  CHECK_EQUAL(even.token, 1);
  CHECK(even.chance > 0.499 && even.chance < 0.501);
  const float nan = std::numeric_limits<float>::quiet_NaN();
  CHECK_EQUAL(find_likeliest(std::vector<float>{nan, nan}).chance, 0.0);
}

TEST("a draft model may cost what it has won, and a hundredth of the time") {
  DraftBudget budget;
  budget.settle(-budget.left_ms());
  CHECK_EQUAL(budget.left_ms(), 0.0);
  budget.pass(10'000.0);
  CHECK(budget.left_ms() > 99.0 && budget.left_ms() < 101.0);
  budget.settle(400.0);
  CHECK(budget.left_ms() > 499.0);
}

}  // namespace
}  // namespace samewire
