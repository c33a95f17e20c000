// However often layers that draft are right and whatever they take, they never make answers much
// slower.
#include <cstdint>

#include "drafting-pace.h"
#include "random.h"
#include "testing.h"

namespace samewire {
namespace {

using testing::at_random;
using testing::DraftingOptions;
using testing::linear;
using testing::Load;
using testing::mostly;
using testing::Random;
using testing::Says;
using testing::speed_up;
using testing::wrong;

TEST("layers that are right are a gain, most of all where rows cost little") {
  CHECK(speed_up({.by_layers = true}, at_random, at_random) > 3.0);
  CHECK(speed_up({.by_layers = true}, at_random, mostly(at_random, 5)) > 1.5);
  CHECK(speed_up({.by_layers = true, .step_ms = linear(10.0, 3.0)}, at_random, at_random) > 1.3);
}

TEST("layers that are wrong cost next to nothing") {
  CHECK(speed_up({.by_layers = true}, at_random, wrong) >= 0.98);
  CHECK(speed_up({.by_layers = true, .step_ms = linear(17.0, 11.0)}, at_random, wrong) >= 0.98);
}

TEST("where rows cost as much as steps, layers that draft cost next to nothing") {
  const DraftingOptions options{.by_layers = true, .step_ms = linear(1.0, 10.0)};
  CHECK(speed_up(options, at_random, at_random) >= 0.98);
}

TEST("however often layers are right and whatever they take, they make no answer much slower") {
  Random random(5);
  for (int round = 0; round < 80; ++round) {
    const DraftingOptions options{.by_layers = true,
                                  .step_ms = linear(10.0, 0.5 * random.below(20)),
                                  .draft_ms = linear(0.5 * random.below(20), 0.05)};
    const Says draft_says = mostly(at_random, 1 + random.below(12));
    const Load load{.num_requests = 1 + random.below(5)};
    CHECK(speed_up(options, at_random, draft_says, load) >= 0.98);
  }
}

TEST("an answer that turns away whenever the layers are believed is hardly slower") {
  Random random(3);
  for (int round = 0; round < 60; ++round) {
    const std::size_t length = 3 + random.below(30);
    const std::size_t rest = 1 + random.below(20);
    const Says deceiver = [=](std::span<const Token> text) {
      return text.size() % (length + rest) < length ? at_random(text) : wrong(text);
    };
    const DraftingOptions options{.by_layers = true,
                                  .step_ms = linear(10.0, 0.5 * random.below(20))};
    CHECK(speed_up(options, at_random, deceiver) >= 0.98);
  }
}

TEST("many short answers to long prompts are hardly slower by layers that are wrong") {
  const Load load{.num_tokens = 30, .num_prompt_tokens = 700, .num_turns = 60};
  const DraftingOptions options{
      .by_layers = true, .step_ms = linear(10.0, 0.5), .draft_ms = linear(2.0, 0.2)};
  CHECK(speed_up(options, at_random, wrong, load) >= 0.98);
  CHECK(speed_up(options, at_random, mostly(at_random, 3), load) >= 0.98);
}

TEST("answers to long prompts gain by layers that are right") {
  const Load load{.num_tokens = 400, .num_prompt_tokens = 700, .num_turns = 5};
  CHECK(speed_up({.by_layers = true}, at_random, mostly(at_random, 6), load) > 1.5);
}

}  // namespace
}  // namespace samewire
