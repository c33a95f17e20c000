#include "schedule/thread-tuner.h"

#include <cstdint>
#include <functional>

#include "random.h"
#include "testing.h"

namespace samewire {
namespace {

/** How long a step takes with so many threads. */
using Machine = std::function<double(std::uint32_t num_threads)>;

/** Runs steps, and returns their time together. */
double run(ThreadTuner& tuner, const Machine& machine, int num_steps,
           std::uint32_t num_decoding = 4) {
  double total = 0.0;
  for (int i = 0; i < num_steps; ++i) {
    const double milliseconds = machine(tuner.num_threads());
    tuner.record(num_decoding, milliseconds);
    total += milliseconds;
  }
  return total;
}

double quiet(std::uint32_t num_threads) { return 80.0 / num_threads; }

/** One core is taken: whoever needs all of them waits. */
double contended(std::uint32_t num_threads) { return num_threads == 4 ? 200.0 : quiet(num_threads); }

TEST("all threads stay in use where they help") {
  ThreadTuner tuner(4, 4);
  run(tuner, quiet, 5000);
  CHECK_EQUAL(tuner.num_threads(), 4U);
}

TEST("a thread fewer is used within a few steps when its core is taken") {
  ThreadTuner tuner(4, 4);
  run(tuner, quiet, 1000);
  run(tuner, contended, 12);
  CHECK_EQUAL(tuner.num_threads(), 3U);
}

TEST("the thread comes back when its core is free again") {
  ThreadTuner tuner(4, 4);
  run(tuner, contended, 1000);
  CHECK_EQUAL(tuner.num_threads(), 3U);
  run(tuner, quiet, 4000);
  CHECK_EQUAL(tuner.num_threads(), 4U);
}

TEST("more threads than at the start are used if they help") {
  ThreadTuner tuner(1, 8);
  run(tuner, quiet, 5000);
  CHECK_EQUAL(tuner.num_threads(), 8U);
}

TEST("trials cost next to nothing while nothing changes") {
  ThreadTuner tuner(2, 2);
  run(tuner, quiet, 2000);
  CHECK(run(tuner, quiet, 2000) < 2000 * quiet(2) * 1.01);
}

TEST("noise changes nothing") {
  ThreadTuner tuner(4, 4);
  testing::Random random(5);
  run(tuner, [&](std::uint32_t n) { return quiet(n) * (1.0 + random.below(20) / 100.0); }, 5000);
  CHECK_EQUAL(tuner.num_threads(), 4U);
}

TEST("a step with other sequences is not compared with the ones before") {
  ThreadTuner tuner(4, 4);
  for (int i = 0; i < 2000; ++i) {
    const std::uint32_t num_decoding = 1 + static_cast<std::uint32_t>(i) / 2 % 2 * 15;
    tuner.record(num_decoding, quiet(tuner.num_threads()) * num_decoding);
    CHECK_EQUAL(tuner.num_threads(), 4U);
  }
}

TEST("on a single core there is nothing to try") {
  ThreadTuner tuner(1, 1);
  run(tuner, quiet, 5000);
  CHECK_EQUAL(tuner.num_threads(), 1U);
}

}  // namespace
}  // namespace samewire
