// However often a draft model, or a layer that drafts, is right and whatever it takes, it never makes
// answers much slower.
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

constexpr bool kBoth[] = {false, true};

TEST("drafts that are right are a gain, most of all where rows cost little") {
  for (const bool by_layers : kBoth) {
    const DraftingOptions options{.by_layers = by_layers};
    CHECK(speed_up(options, at_random, at_random) > 3.0);
    CHECK(speed_up(options, at_random, mostly(at_random, 5)) > 1.5);
    const DraftingOptions dear_rows{.by_layers = by_layers, .step_ms = linear(10.0, 3.0)};
    CHECK(speed_up(dear_rows, at_random, at_random) > 1.3);
  }
}

TEST("drafts that are wrong cost next to nothing") {
  for (const bool by_layers : kBoth) {
    CHECK(speed_up({.by_layers = by_layers}, at_random, wrong) >= 0.98);
    const DraftingOptions dear_rows{.by_layers = by_layers, .step_ms = linear(17.0, 11.0)};
    CHECK(speed_up(dear_rows, at_random, wrong) >= 0.98);
  }
}

TEST("a draft model that is as slow as the model costs next to nothing") {
  CHECK(speed_up({.draft_ms = linear(10.0, 0.1)}, at_random, at_random) >= 0.98);
}

TEST("where rows cost as much as steps, drafts cost next to nothing") {
  for (const bool by_layers : kBoth) {
    const DraftingOptions options{.by_layers = by_layers, .step_ms = linear(1.0, 10.0)};
    CHECK(speed_up(options, at_random, at_random) >= 0.98);
  }
}

TEST("however often drafts are right and whatever they take, they make no answer much slower") {
  for (const bool by_layers : kBoth) {
    Random random(5);
    for (int round = 0; round < 80; ++round) {
      const DraftingOptions options{.by_layers = by_layers,
                                    .step_ms = linear(10.0, 0.5 * random.below(20)),
                                    .draft_ms = linear(0.5 * random.below(20), 0.05)};
      const Says draft_says = mostly(at_random, 1 + random.below(12));
      const Load load{.num_requests = 1 + random.below(5)};
      CHECK(speed_up(options, at_random, draft_says, load) >= 0.98);
    }
  }
}

TEST("an answer that turns away whenever drafts are believed is hardly slower") {
  for (const bool by_layers : kBoth) {
    Random random(3);
    for (int round = 0; round < 60; ++round) {
      const std::size_t length = 3 + random.below(30);
      const std::size_t rest = 1 + random.below(20);
      const Says deceiver = [=](std::span<const Token> text) {
        return text.size() % (length + rest) < length ? at_random(text) : wrong(text);
      };
      const DraftingOptions options{.by_layers = by_layers,
                                    .step_ms = linear(10.0, 0.5 * random.below(20))};
      CHECK(speed_up(options, at_random, deceiver) >= 0.98);
    }
  }
}

TEST("many short answers to long prompts are hardly slower, though drafts are worth nothing there") {
  const Load load{.num_tokens = 30, .num_prompt_tokens = 700, .num_turns = 60};
  for (const bool by_layers : kBoth) {
    const DraftingOptions options{.by_layers = by_layers,
                                  .step_ms = linear(10.0, 0.5),
                                  .draft_ms = linear(2.0, 0.2)};
    CHECK(speed_up(options, at_random, wrong, load) >= 0.98);
    CHECK(speed_up(options, at_random, mostly(at_random, 3), load) >= 0.98);
  }
}

TEST("long answers to long prompts gain, though a draft model has to read the prompts too") {
  const Load load{.num_tokens = 400, .num_prompt_tokens = 700, .num_turns = 5};
  for (const bool by_layers : kBoth) {
    CHECK(speed_up({.by_layers = by_layers}, at_random, mostly(at_random, 6), load) > 1.5);
  }
}

}  // namespace
}  // namespace samewire
