// However often a draft model is right and whatever it takes, it never makes answers much slower.
#include <cstdint>
#include <vector>

#include "drafting-rig.h"
#include "fixtures.h"
#include "random.h"
#include "testing.h"

namespace samewire {
namespace {

using testing::at_random;
using testing::DraftingOptions;
using testing::DraftingRig;
using testing::greedy_request;
using testing::let_say;
using testing::mostly;
using testing::PassMs;
using testing::Random;
using testing::runner_limits;
using testing::Says;

struct Load {
  std::uint32_t num_requests = 1;
  std::uint32_t num_tokens = 200;
  std::uint32_t num_prompt_tokens = 4;
  /** Requests that follow one another. */
  std::uint32_t num_turns = 1;
};

double time_of(const DraftingOptions& options, const Says& says, const Says& draft_says,
               const Load& load) {
  DraftingRig drafting(options);
  let_say(drafting.rig.runner, says);
  let_say(*drafting.draft_runner, draft_says);
  for (RequestId turn = 0; turn < load.num_turns; ++turn) {
    for (RequestId i = 0; i < load.num_requests; ++i) {
      const RequestId id = turn * load.num_requests + i;
      std::vector<Token> prompt{static_cast<Token>(1 + id % 49), static_cast<Token>(1 + id / 49)};
      while (prompt.size() < load.num_prompt_tokens) prompt.push_back(at_random(prompt));
      Request request = greedy_request(id, std::move(prompt), load.num_tokens);
      request.sampling.ignore_end_of_generation = true;
      drafting.rig.accept(request);
    }
    drafting.rig.run_to_end();
  }
  return drafting.total_ms;
}

double speed_up(DraftingOptions options, const Says& says, const Says& draft_says,
                const Load& load = {}) {
  options.limits = runner_limits(12'000, 8);
  const double with = time_of(options, says, draft_says, load);
  options.has_draft_model = false;
  return time_of(options, says, draft_says, load) / with;
}

Token wrong(std::span<const Token> text) { return 1 + at_random(text) % 49; }

PassMs linear(double ms, double ms_per_token) {
  return [=](std::size_t num_tokens) {
    return ms + ms_per_token * static_cast<double>(num_tokens);
  };
}

TEST("a draft model that is right is a gain, most of all where rows cost little") {
  CHECK(speed_up({}, at_random, at_random) > 3.0);
  CHECK(speed_up({}, at_random, mostly(at_random, 5)) > 1.5);
  CHECK(speed_up({.step_ms = linear(10.0, 3.0)}, at_random, at_random) > 1.3);
}

TEST("a draft model that is wrong costs next to nothing") {
  CHECK(speed_up({}, at_random, wrong) >= 0.98);
  CHECK(speed_up({.step_ms = linear(17.0, 11.0)}, at_random, wrong) >= 0.98);
}

TEST("a draft model that is as slow as the model costs next to nothing") {
  CHECK(speed_up({.draft_ms = linear(10.0, 0.1)}, at_random, at_random) >= 0.98);
}

TEST("where rows cost as much as steps, a draft model costs next to nothing") {
  CHECK(speed_up({.step_ms = linear(1.0, 10.0)}, at_random, at_random) >= 0.98);
}

TEST("however often it is right and whatever it takes, it makes no answer much slower") {
  Random random(5);
  for (int round = 0; round < 80; ++round) {
    const DraftingOptions options{.step_ms = linear(10.0, 0.5 * random.below(20)),
                                  .draft_ms = linear(0.5 * random.below(20), 0.05)};
    const Says draft_says = mostly(at_random, 1 + random.below(12));
    const Load load{.num_requests = 1 + random.below(5)};
    CHECK(speed_up(options, at_random, draft_says, load) >= 0.98);
  }
}

TEST("an answer that turns away whenever the draft model is believed is hardly slower") {
  Random random(3);
  for (int round = 0; round < 60; ++round) {
    const std::size_t length = 3 + random.below(30);
    const std::size_t rest = 1 + random.below(20);
    const Says deceiver = [=](std::span<const Token> text) {
      return text.size() % (length + rest) < length ? at_random(text) : wrong(text);
    };
    const DraftingOptions options{.step_ms = linear(10.0, 0.5 * random.below(20))};
    CHECK(speed_up(options, at_random, deceiver) >= 0.98);
  }
}

TEST("many short answers to long prompts are hardly slower, though none is worth reading") {
  const Load load{.num_tokens = 30, .num_prompt_tokens = 700, .num_turns = 60};
  const DraftingOptions options{.step_ms = linear(10.0, 0.5), .draft_ms = linear(2.0, 0.2)};
  CHECK(speed_up(options, at_random, wrong, load) >= 0.98);
  CHECK(speed_up(options, at_random, mostly(at_random, 3), load) >= 0.98);
}

TEST("long answers to long prompts gain, though the prompts have to be read twice") {
  const Load load{.num_tokens = 400, .num_prompt_tokens = 700, .num_turns = 5};
  CHECK(speed_up({}, at_random, mostly(at_random, 6), load) > 1.5);
}

}  // namespace
}  // namespace samewire
