#include "schedule/step-pacer.h"

#include "testing.h"

namespace samewire {
namespace {

/** A machine on which a decode takes 20 ms, and each prompt token beside it 4 ms. */
StepPacer paced(const PaceTarget& target, int num_steps = 30) {
  StepPacer pacer(target);
  for (int i = 0; i < num_steps; ++i) {
    pacer.record({.num_decoding = 4, .num_prefill_tokens = 0, .milliseconds = 20});
    pacer.record({.num_decoding = 4, .num_prefill_tokens = 64, .milliseconds = 20 + 64 * 4});
  }
  return pacer;
}

TEST("a step beside streams holds as many prompt tokens as the target allows") {
  const StepPacer pacer = paced({.step_ms = 300});
  CHECK_EQUAL(pacer.prefill_budget(512, true), 64U);
}

TEST("a step that nobody waits for holds more") {
  const StepPacer pacer = paced({.step_ms = 300, .quiet_step_ms = 1000});
  CHECK_EQUAL(pacer.prefill_budget(512, false), 256U);
}

TEST("a machine that is too slow for the target still makes progress") {
  const StepPacer pacer = paced({.step_ms = 10, .min_prefill_tokens = 32});
  CHECK_EQUAL(pacer.prefill_budget(512, true), 32U);
}

TEST("a fast machine takes all the tokens of a step") {
  StepPacer pacer({.step_ms = 300});
  pacer.record({.num_decoding = 0, .num_prefill_tokens = 512, .milliseconds = 40});
  CHECK_EQUAL(pacer.prefill_budget(512, true), 512U);
}

TEST("before anything is known a step is small") {
  CHECK_EQUAL(StepPacer({}).prefill_budget(512, true), 128U);
  CHECK_EQUAL(StepPacer({}).prefill_budget(64, true), 64U);
}

TEST("a machine that became slower gets smaller steps within a few of them") {
  StepPacer pacer = paced({.step_ms = 300, .min_prefill_tokens = 32});
  for (int i = 0; i < 16; ++i) {
    pacer.record({.num_decoding = 4, .num_prefill_tokens = 64, .milliseconds = 20 + 64 * 8});
  }
  CHECK_EQUAL(pacer.prefill_budget(512, true), 32U);
}

}  // namespace
}  // namespace samewire
