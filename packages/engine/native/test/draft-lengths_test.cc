#include "speculate/draft-lengths.h"

#include <cstdint>
#include <vector>

#include "speculate/draft-account.h"
#include "speculate/step-costs.h"
#include "testing.h"

namespace samewire {
namespace {

using Lengths = std::vector<std::uint32_t>;

constexpr DraftLimits kRoomy{.max_tokens = 64, .max_ms = 1000.0};
constexpr DraftChance kSure{.num_tokens = 15, .hit_rate = 0.98, .stake = 100.0};
constexpr DraftChance kDoubtful{.num_tokens = 15, .hit_rate = 0.3, .stake = 100.0};
constexpr DraftChance kNone{};

/** As measured on a machine where a step takes 10 ms, and each draft so many more. */
StepCosts costs_of(double ms_per_draft, std::uint32_t num_sequences = 1) {
  StepCosts costs;
  for (int i = 0; i < 5; ++i) costs.record(num_sequences, 0, 10.0);
  for (const std::uint32_t num_drafts : {1, 3, 7, 15, 31}) {
    for (int i = 0; i < 3; ++i) costs.record(num_sequences, num_drafts, 10.0 + ms_per_draft * num_drafts);
  }
  for (int i = 0; i < 5; ++i) costs.record(num_sequences, 0, 10.0);
  return costs;
}

TEST("where drafts cost little and are right, they are long") {
  CHECK_EQUAL(choose_draft_lengths(std::vector{kSure}, costs_of(0.2), kRoomy), (Lengths{15}));
}

TEST("drafts that are mostly wrong are not computed where they cost something") {
  CHECK_EQUAL(choose_draft_lengths(std::vector{kDoubtful}, costs_of(6.6), kRoomy), (Lengths{0}));
}

TEST("where a draft costs as much as a step, none is computed") {
  CHECK_EQUAL(choose_draft_lengths(std::vector{kSure}, costs_of(10.0), kRoomy), (Lengths{0}));
}

TEST("a draft is no longer than what may be lost on it") {
  DraftChance poor = kSure;
  poor.stake = 1.0;
  CHECK_EQUAL(choose_draft_lengths(std::vector{poor}, costs_of(5.0), kRoomy), (Lengths{1}));
  poor.stake = 0.1;
  CHECK_EQUAL(choose_draft_lengths(std::vector{poor}, costs_of(5.0), kRoomy), (Lengths{0}));
}

TEST("nobody becomes slower for the drafts of another") {
  CHECK_EQUAL(choose_draft_lengths(std::vector{kSure, kNone}, costs_of(2.0, 2), kRoomy),
              (Lengths{0, 0}));
  // Unless it cannot be noticed.
  CHECK_EQUAL(choose_draft_lengths(std::vector{kSure, kNone}, costs_of(0.005, 2), kRoomy),
              (Lengths{15, 0}));
}

TEST("several that repeat themselves draft together") {
  const auto lengths = choose_draft_lengths(std::vector{kSure, kSure}, costs_of(2.0, 2), kRoomy);
  CHECK(lengths[0] > 0);
  CHECK_EQUAL(lengths[0], lengths[1]);
}

TEST("drafts keep to the room and the time there is") {
  const DraftLimits cramped{.max_tokens = 2, .max_ms = 1000.0};
  CHECK_EQUAL(choose_draft_lengths(std::vector{kSure}, costs_of(0.2), cramped), (Lengths{2}));
  const DraftLimits hurried{.max_tokens = 64, .max_ms = 13.0};
  CHECK_EQUAL(choose_draft_lengths(std::vector{kSure}, costs_of(1.0), hurried), (Lengths{3}));
}

TEST("before anything is measured a draft is short") {
  StepCosts costs;
  for (int i = 0; i < 5; ++i) costs.record(1, 0, 10.0);
  CHECK_EQUAL(choose_draft_lengths(std::vector{kSure}, costs, kRoomy), (Lengths{1}));
}

TEST("steps without drafts are measured again after many with them") {
  StepCosts costs = costs_of(1.0);
  CHECK(!costs.needs_plain(1));
  for (int i = 0; i < 200; ++i) costs.record(1, 3, 13.0);
  CHECK(costs.needs_plain(1));
  for (int i = 0; i < 2; ++i) costs.record(1, 0, 10.0);
  CHECK(!costs.needs_plain(1));
}

TEST("one step that was held up does not end drafts") {
  StepCosts costs = costs_of(0.5);
  costs.record(1, 15, 60.0);
  CHECK(choose_draft_lengths(std::vector{kSure}, costs, kRoomy)[0] > 0);
}

TEST("what has been won may be lost again, and little more") {
  DraftAccount account;
  CHECK_EQUAL(account.stake(0), 1.0);
  account.settle(1, 1.6);
  CHECK(account.stake(0) < 0.5);
  CHECK(account.stake(100) > account.stake(0));
  for (int i = 0; i < 100; ++i) account.settle(8, 2.0);
  CHECK(account.stake(0) > 5.0);
  CHECK(account.stake(0) < 20.0);
}

}  // namespace
}  // namespace samewire
