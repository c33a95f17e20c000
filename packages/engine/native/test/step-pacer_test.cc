#include "schedule/step-pacer.h"

#include <algorithm>

#include "testing.h"

namespace samewire {
namespace {

constexpr std::uint32_t kTile = 64;

/** As many as there can be. */
constexpr std::uint64_t kLongPrompt = 10'000;

std::uint32_t tokens_beside(const StepPacer& pacer, std::uint32_t num_decoding,
                            std::uint32_t max_tokens = 512) {
  const StepBudget budget = pacer.budget(
      max_tokens, {.num_decoding = num_decoding, .num_prompt_tokens = kLongPrompt});
  CHECK(budget.decodes);
  return budget.max_tokens_with_prompts;
}

/** A machine on which a decode takes 20 ms, and each prompt token beside it 4 ms. */
StepPacer paced(const PaceTarget& target, std::uint32_t tile = kTile) {
  constexpr int num_steps = 30;
  StepPacer pacer(target, tile);
  for (int i = 0; i < num_steps; ++i) {
    pacer.record({.num_decoding = 4, .num_prefill_tokens = 0, .milliseconds = 20});
    pacer.record({.num_decoding = 4, .num_prefill_tokens = 64, .milliseconds = 20 + 64 * 4});
  }
  return pacer;
}

TEST("a step beside streams holds as many tokens as the target allows") {
  const StepPacer pacer = paced({.step_ms = 600});
  CHECK_EQUAL(tokens_beside(pacer, 4), 128U);
}

TEST("smaller tiles come nearer to the target") {
  const StepPacer pacer = paced({.step_ms = 300}, 16);
  CHECK_EQUAL(tokens_beside(pacer, 4), 64U);
  CHECK_EQUAL(tokens_beside(paced({.step_ms = 200}, 16), 4), 48U);
}

TEST("what decodes is part of a step's whole tiles") {
  const StepPacer pacer = paced({.step_ms = 300});
  CHECK_EQUAL(tokens_beside(pacer, 1), 64U);
  CHECK_EQUAL(tokens_beside(pacer, 63), 128U);
  CHECK_EQUAL(tokens_beside(pacer, 64), 128U);
}

/** A machine as above, whose tiles look at the cells of all of their rows. */
StepPacer paced_with_dense_tiles(double step_ms = 300) {
  StepPacer pacer({.step_ms = step_ms}, kTile, true);
  pacer.record({.num_decoding = 4, .num_prefill_tokens = 0, .milliseconds = 20});
  pacer.record({.num_decoding = 0, .num_prefill_tokens = 64, .milliseconds = 20 + 64 * 4});
  return pacer;
}

TEST("a prompt that fills a tile is read without the streams, in as many tiles as the target allows") {
  const StepWork work{.num_decoding = 16, .num_prompt_tokens = 1024};
  CHECK(!paced_with_dense_tiles().budget(512, work).decodes);
  CHECK_EQUAL(paced_with_dense_tiles().budget(512, work).max_tokens_with_prompts, 64U);
  CHECK_EQUAL(paced_with_dense_tiles(600).budget(512, work).max_tokens_with_prompts, 128U);
}

TEST("what a prompt has beyond whole tiles is read with the first of them") {
  const StepPacer pacer = paced_with_dense_tiles(600);
  for (const std::uint32_t num_decoding : {0U, 4U}) {
    std::uint64_t num_left = 1000;
    while (num_left > 0) {
      const std::uint32_t num_read =
          pacer.budget(512, {.num_decoding = num_decoding, .num_prompt_tokens = num_left})
              .max_tokens_with_prompts;
      num_left -= std::min<std::uint64_t>(num_read, num_left);
      CHECK_EQUAL(num_left % kTile, 0U);
    }
  }
}

TEST("a step with the rest of a prompt still keeps to its time where it can") {
  const StepWork work{.num_decoding = 4, .num_prompt_tokens = 1000};
  CHECK_EQUAL(paced_with_dense_tiles(600).budget(512, work).max_tokens_with_prompts, 64U + 40U);
  CHECK_EQUAL(paced_with_dense_tiles(100).budget(512, work).max_tokens_with_prompts, 64U + 40U);
}

TEST("a step with the rest of a prompt holds no more than a step can") {
  const StepWork work{.num_decoding = 0, .num_prompt_tokens = 1000};
  CHECK_EQUAL(StepPacer({}, kTile, true).budget(96, work).max_tokens_with_prompts, 96U);
  CHECK_EQUAL(paced_with_dense_tiles(9000).budget(512, work).max_tokens_with_prompts % kTile, 40U);
}

TEST("streams that were left out have the next step for themselves") {
  const StepWork work{.num_decoding = 16, .num_prompt_tokens = 1000, .decoding_waits = true};
  const StepBudget budget = paced_with_dense_tiles().budget(512, work);
  CHECK(budget.decodes);
  CHECK_EQUAL(budget.max_tokens_with_prompts, 0U);
}

TEST("a prompt that fills no tile is read beside the streams") {
  for (const bool waits : {false, true}) {
    const StepWork work{.num_decoding = 16, .num_prompt_tokens = 47, .decoding_waits = waits};
    const StepBudget budget = paced_with_dense_tiles().budget(512, work);
    CHECK(budget.decodes);
    CHECK_EQUAL(budget.max_tokens_with_prompts, 64U);
  }
}

TEST("a step that nobody waits for holds more") {
  const StepPacer pacer = paced({.step_ms = 300, .quiet_step_ms = 1600});
  CHECK_EQUAL(tokens_beside(pacer, 0), 384U);
}

TEST("a machine that is too slow for the target still makes progress") {
  const StepPacer pacer = paced({.step_ms = 10});
  CHECK_EQUAL(tokens_beside(pacer, 4), 64U);
}

TEST("a fast machine takes all the tokens of a step") {
  StepPacer pacer({.step_ms = 300}, kTile);
  pacer.record({.num_decoding = 0, .num_prefill_tokens = 512, .milliseconds = 40});
  CHECK_EQUAL(tokens_beside(pacer, 4), 512U);
}

TEST("before anything is known a step is small") {
  CHECK_EQUAL(tokens_beside(StepPacer({}, kTile), 4), 128U);
  CHECK_EQUAL(tokens_beside(StepPacer({}, kTile), 4, 48), 48U);
}

TEST("a machine that became slower gets smaller steps within a few of them") {
  StepPacer pacer = paced({.step_ms = 600});
  for (int i = 0; i < 16; ++i) {
    pacer.record({.num_decoding = 4, .num_prefill_tokens = 64, .milliseconds = 20 + 64 * 8});
  }
  CHECK_EQUAL(tokens_beside(pacer, 4), 64U);
}

}  // namespace
}  // namespace samewire
