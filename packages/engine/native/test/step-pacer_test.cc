#include "schedule/step-pacer.h"

#include "testing.h"

namespace samewire {
namespace {

constexpr std::uint32_t kTile = 64;

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
  CHECK_EQUAL(pacer.step_budget(512, {.num_decoding = 4}), 128U);
}

TEST("smaller tiles come nearer to the target") {
  const StepPacer pacer = paced({.step_ms = 300}, 16);
  CHECK_EQUAL(pacer.step_budget(512, {.num_decoding = 4}), 64U);
  CHECK_EQUAL(paced({.step_ms = 200}, 16).step_budget(512, {.num_decoding = 4}), 48U);
}

TEST("what decodes is part of a step's whole tiles") {
  const StepPacer pacer = paced({.step_ms = 300});
  CHECK_EQUAL(pacer.step_budget(512, {.num_decoding = 1}), 64U);
  CHECK_EQUAL(pacer.step_budget(512, {.num_decoding = 63}), 128U);
  CHECK_EQUAL(pacer.step_budget(512, {.num_decoding = 64}), 128U);
}

/** A machine as above, whose tiles look at the cells of all of their rows. */
StepPacer paced_with_dense_tiles() {
  StepPacer pacer({.step_ms = 300}, kTile, true);
  pacer.record({.num_decoding = 4, .num_prefill_tokens = 0, .milliseconds = 20});
  pacer.record({.num_decoding = 4, .num_prefill_tokens = 64, .milliseconds = 20 + 64 * 4});
  return pacer;
}

constexpr StepRows kBesideManyStreams{
    .num_decoding = 16, .num_decoding_cells = 2560, .num_prompt_cells = 0, .num_used_cells = 2560};

TEST("a prompt that begins beside many streams is not computed against their cells") {
  CHECK_EQUAL(paced_with_dense_tiles().step_budget(512, kBesideManyStreams), 63U);
  CHECK_EQUAL(paced_with_dense_tiles().step_budget(48, kBesideManyStreams), 48U);
}

TEST("a prompt of which much is there is read in whole tiles") {
  const StepRows rows{.num_decoding = 4,
                      .num_decoding_cells = 640,
                      .num_prompt_cells = 1500,
                      .num_used_cells = 2140};
  CHECK_EQUAL(paced_with_dense_tiles().step_budget(512, rows), 64U);
}

TEST("streams that take most of a tile leave a prompt the rest of a larger step") {
  StepRows rows = kBesideManyStreams;
  rows.num_decoding = 63;
  CHECK_EQUAL(paced_with_dense_tiles().step_budget(512, rows), 128U);
}

TEST("where tiles cost the same whatever is in them, steps stay whole tiles") {
  CHECK_EQUAL(paced({.step_ms = 300}).step_budget(512, kBesideManyStreams), 64U);
}

TEST("a step that nobody waits for holds more") {
  const StepPacer pacer = paced({.step_ms = 300, .quiet_step_ms = 1600});
  CHECK_EQUAL(pacer.step_budget(512, {.num_decoding = 0}), 384U);
}

TEST("a machine that is too slow for the target still makes progress") {
  const StepPacer pacer = paced({.step_ms = 10});
  CHECK_EQUAL(pacer.step_budget(512, {.num_decoding = 4}), 64U);
}

TEST("a fast machine takes all the tokens of a step") {
  StepPacer pacer({.step_ms = 300}, kTile);
  pacer.record({.num_decoding = 0, .num_prefill_tokens = 512, .milliseconds = 40});
  CHECK_EQUAL(pacer.step_budget(512, {.num_decoding = 4}), 512U);
}

TEST("before anything is known a step is small") {
  CHECK_EQUAL(StepPacer({}, kTile).step_budget(512, {.num_decoding = 4}), 128U);
  CHECK_EQUAL(StepPacer({}, kTile).step_budget(48, {.num_decoding = 4}), 48U);
}

TEST("a machine that became slower gets smaller steps within a few of them") {
  StepPacer pacer = paced({.step_ms = 600});
  for (int i = 0; i < 16; ++i) {
    pacer.record({.num_decoding = 4, .num_prefill_tokens = 64, .milliseconds = 20 + 64 * 8});
  }
  CHECK_EQUAL(pacer.step_budget(512, {.num_decoding = 4}), 64U);
}

}  // namespace
}  // namespace samewire
