#include "schedule/thread-tuner.h"

#include <cstdint>
#include <functional>
#include <optional>

#include "random.h"
#include "testing.h"

namespace samewire {
namespace {

/** How long a step takes with so many threads. */
using Machine = std::function<double(std::uint32_t num_threads)>;

struct Step {
  ThreadTuner::Work work;
  double milliseconds;
};

/** Runs steps as they come with the threads of the moment, and returns their time together. */
double run_steps(ThreadTuner& tuner, int num_steps, const std::function<Step(int index)>& step_at) {
  double total = 0.0;
  for (int i = 0; i < num_steps; ++i) {
    const Step step = step_at(i);
    tuner.record(step.work, step.milliseconds);
    total += step.milliseconds;
  }
  return total;
}

/** All alike. */
double run(ThreadTuner& tuner, const Machine& machine, int num_steps) {
  return run_steps(tuner, num_steps, [&](int) {
    return Step{.work = {.num_rows = 4}, .milliseconds = machine(tuner.num_threads())};
  });
}

double quiet(std::uint32_t num_threads) { return 80.0 / num_threads; }

CoreUse all_idle() { return {.idle = 4.0, .others = 0.0}; }
CoreUse all_used() { return {.idle = 0.1, .others = 0.1}; }
CoreUse one_taken() { return {.idle = 0.0, .others = 1.0}; }

/** One core is taken: whoever needs all of them waits. */
double contended(std::uint32_t num_threads) { return num_threads == 4 ? 200.0 : quiet(num_threads); }

TEST("all threads stay in use where they help") {
  ThreadTuner tuner(4, 4, all_idle);
  run(tuner, quiet, 5000);
  CHECK_EQUAL(tuner.num_threads(), 4U);
}

TEST("a thread fewer is used within a few steps when its core is taken") {
  ThreadTuner tuner(4, 4, all_idle);
  run(tuner, quiet, 1000);
  run(tuner, contended, 12);
  CHECK_EQUAL(tuner.num_threads(), 3U);
}

TEST("a core that is taken now and then is given up too") {
  ThreadTuner tuner(2, 2, all_idle);
  run(tuner, quiet, 1000);
  int step = 0;
  run(tuner, [&](std::uint32_t n) { return n == 2 && ++step % 3 == 0 ? 400.0 : quiet(n); }, 20);
  CHECK_EQUAL(tuner.num_threads(), 1U);
}

TEST("one interruption changes nothing") {
  ThreadTuner tuner(2, 2, all_idle);
  run(tuner, quiet, 1000);
  run(tuner, [](std::uint32_t) { return 1000.0; }, 1);
  for (int i = 0; i < 30; ++i) {
    run(tuner, quiet, 1);
    CHECK_EQUAL(tuner.num_threads(), 2U);
  }
}

TEST("the thread comes back when its core is free again") {
  ThreadTuner tuner(4, 4, all_idle);
  run(tuner, contended, 1000);
  CHECK_EQUAL(tuner.num_threads(), 3U);
  run(tuner, quiet, 4000);
  CHECK_EQUAL(tuner.num_threads(), 4U);
}

TEST("no thread is tried for which no core is idle") {
  ThreadTuner tuner(4, 4, all_used);
  run(tuner, contended, 20);
  CHECK_EQUAL(tuner.num_threads(), 3U);
  int num_with_all = 0;
  for (int i = 0; i < 4000; ++i) {
    num_with_all += tuner.num_threads() == 4 ? 1 : 0;
    tuner.record({.num_rows = 4}, contended(tuner.num_threads()));
  }
  CHECK_EQUAL(num_with_all, 0);
}

TEST("a core that becomes idle is used within two seconds") {
  CoreUse core_use = one_taken();
  ThreadTuner tuner(4, 4, [&] { return core_use; });
  run(tuner, contended, 4000);
  core_use = {.idle = 1.0, .others = 0.0};
  double waited_ms = 0.0;
  while (waited_ms < 2'000.0) waited_ms += run(tuner, quiet, 1);
  CHECK_EQUAL(tuner.num_threads(), 4U);
}

TEST("more threads than at the start are used if they help") {
  ThreadTuner tuner(1, 8, all_idle);
  run(tuner, quiet, 5000);
  CHECK_EQUAL(tuner.num_threads(), 8U);
}

TEST("trials cost next to nothing while nothing changes") {
  ThreadTuner tuner(2, 2, all_idle);
  run(tuner, quiet, 2000);
  CHECK(run(tuner, quiet, 2000) < 2000 * quiet(2) * 1.01);
}

TEST("noise changes nothing") {
  ThreadTuner tuner(4, 4, all_idle);
  testing::Random random(5);
  run(tuner, [&](std::uint32_t n) { return quiet(n) * (1.0 + random.below(20) / 100.0); }, 5000);
  CHECK_EQUAL(tuner.num_threads(), 4U);
}

/** Every other step has many rows. */
double run_mixed(ThreadTuner& tuner, const Machine& machine, int num_steps) {
  return run_steps(tuner, num_steps, [&](int i) {
    const std::uint32_t num_rows = i % 2 == 0 ? 1 : 16;
    return Step{.work = {.num_rows = num_rows},
                .milliseconds = machine(tuner.num_threads()) * num_rows};
  });
}

TEST("steps of more rows are not taken for slow ones") {
  ThreadTuner tuner(4, 4, all_idle);
  const double total = run_mixed(tuner, quiet, 2000);
  CHECK(total < 2000 * quiet(4) * 8.5 * 1.01);
  CHECK_EQUAL(tuner.num_threads(), 4U);
}

TEST("a thread fewer is used when its core is taken, however the rows change") {
  ThreadTuner tuner(4, 4, all_idle);
  run_mixed(tuner, quiet, 1000);
  run_mixed(tuner, contended, 12);
  CHECK_EQUAL(tuner.num_threads(), 3U);
}

TEST("a trial that is worse is over after two steps") {
  ThreadTuner tuner(2, 2, all_idle);
  int num_tried = 0;
  for (int i = 0; i < 2000; ++i) {
    num_tried += tuner.num_threads() == 1 ? 1 : 0;
    tuner.record({.num_rows = 1}, quiet(tuner.num_threads()));
  }
  CHECK(num_tried > 0);
  CHECK(num_tried <= 2 * 7);
}

TEST("longer streams are not taken for slow ones") {
  ThreadTuner tuner(4, 4, all_idle);
  double best = 0.0;
  const double total = run_steps(tuner, 4000, [&](int i) {
    const bool is_long = i / 20 % 2 == 1;
    const double length = is_long ? 2.0 : 1.0;
    best += quiet(4) * length;
    return Step{.work = {.num_rows = 1, .num_cells = is_long ? 3000U : 100U},
                .milliseconds = quiet(tuner.num_threads()) * length};
  });
  CHECK(total < best * 1.01);
  CHECK_EQUAL(tuner.num_threads(), 4U);
}

/** Steps of a prompt: longer from one to the next, until another prompt begins. */
double read_prompts(ThreadTuner& tuner, const Machine& machine, int num_steps) {
  constexpr std::uint32_t kTile = 64;
  return run_steps(tuner, num_steps, [&](int i) {
    const std::uint64_t depth = static_cast<std::uint64_t>(i % 32) * kTile;
    return Step{.work = {.num_rows = kTile, .num_cells = kTile * depth},
                .milliseconds = machine(tuner.num_threads()) *
                                (5.0 + 0.005 * static_cast<double>(depth))};
  });
}

TEST("prompts that grow deeper are no reason for trials") {
  ThreadTuner tuner(2, 2, all_idle, ThreadTuner::kForPrompts);
  ThreadTuner fixed(1, 1, all_idle);
  const auto with_two = [](std::uint32_t) { return quiet(2); };
  const double best = read_prompts(fixed, with_two, 3200);
  CHECK(read_prompts(tuner, quiet, 3200) < best * 1.01);
}

TEST("a trial costs the first long prompt one step, though its steps are like none before") {
  for (int num_before = 0; num_before < 300; num_before += 7) {
    ThreadTuner tuner(2, 2, all_idle, ThreadTuner::kForPrompts);
    run(tuner, quiet, num_before);
    int num_slow = 0;
    for (std::uint64_t depth = 0; depth < 4096; depth += 64) {
      num_slow = tuner.num_threads() == 1 ? num_slow + 1 : 0;
      CHECK(num_slow <= 1);
      tuner.record({.num_rows = 64, .num_cells = 64 * depth},
                   quiet(tuner.num_threads()) * (5.0 + 0.005 * static_cast<double>(depth)));
    }
  }
}

TEST("prompts are read with a thread fewer when its core is taken, and with all when it is free") {
  ThreadTuner tuner(4, 4, all_idle, ThreadTuner::kForPrompts);
  read_prompts(tuner, quiet, 320);
  read_prompts(tuner, contended, 10);
  CHECK_EQUAL(tuner.num_threads(), 3U);
  read_prompts(tuner, quiet, 320);
  CHECK_EQUAL(tuner.num_threads(), 4U);
}

TEST("where nobody else computes, trials never cost prompts much more than a hundredth") {
  ThreadTuner tuner(2, 2, all_used, ThreadTuner::kForPrompts);
  double taken = 0.0;
  double best = 0.0;
  for (int i = 0; i < 3000; ++i) {
    const std::uint64_t depth = static_cast<std::uint64_t>(i % 32) * 64;
    const double tile = 5.0 + 0.005 * static_cast<double>(depth);
    const double milliseconds = quiet(tuner.num_threads()) * tile;
    taken += milliseconds;
    best += quiet(2) * tile;
    CHECK(taken <= best * 1.015);
    tuner.record({.num_rows = 64, .num_cells = 64 * depth}, milliseconds);
  }
}

TEST("prompts are read with a thread fewer within 15 seconds where its core was never free") {
  ThreadTuner tuner(4, 4, one_taken, ThreadTuner::kForPrompts);
  double read_ms = 0.0;
  while (read_ms < 15'000.0) read_ms += read_prompts(tuner, contended, 1);
  CHECK_EQUAL(tuner.num_threads(), 3U);
}

TEST("where the use of the cores is not known it is tried as where others want them") {
  ThreadTuner tuner(4, 4, [] { return std::nullopt; }, ThreadTuner::kForPrompts);
  double read_ms = 0.0;
  while (read_ms < 15'000.0) read_ms += read_prompts(tuner, contended, 1);
  CHECK_EQUAL(tuner.num_threads(), 3U);
}

TEST("on a single core there is nothing to try") {
  ThreadTuner tuner(1, 1, all_idle);
  run(tuner, quiet, 5000);
  CHECK_EQUAL(tuner.num_threads(), 1U);
}

}  // namespace
}  // namespace samewire
