// Rows pass over the pool as far as it is in use, so what runs moves into what others left.
#include <cstdint>
#include <iterator>
#include <map>
#include <vector>

#include "fake-model-runner.h"
#include "fixtures.h"
#include "random.h"
#include "schedule/kv-cache.h"
#include "testing.h"

namespace samewire {
namespace {

using testing::FakeModelRunner;
using testing::saving_limits;
using Tokens = std::vector<Token>;

constexpr std::uint32_t kRun = 100;

RunnerLimits limits(bool passes_all_cells) {
  RunnerLimits limits = saving_limits(Saving::kRuns, 4000);
  limits.memory.max_run = kRun;
  limits.max_batch_tokens = 4000;
  limits.passes_all_cells = passes_all_cells;
  return limits;
}

struct Pool {
  explicit Pool(bool passes_all_cells = true) : runner(limits(passes_all_cells)), cells(runner) {}

  /** A request that has read a prompt of so many tokens. */
  SequenceId run(Token token, std::size_t length) {
    const Tokens prompt(length, token);
    const KvCache::Claim claim = cells.claim(prompt);
    Batch batch;
    for (std::size_t i = claim.num_cached; i < length; ++i) {
      batch.add(token, static_cast<Position>(i), claim.sequence, i + 1 == length);
    }
    CHECK(runner.decode(batch) == DecodeStatus::kOk);
    cells.append(claim.sequence, std::span(prompt).subspan(claim.num_cached));
    return claim.sequence;
  }

  void end(SequenceId sequence) {
    cells.release(sequence);
    cells.clear(sequence);
  }

  std::size_t moved_in(int num_steps) {
    const std::size_t before = runner.num_moved_tokens;
    for (int i = 0; i < num_steps; ++i) cells.begin_step({});
    return runner.num_moved_tokens - before;
  }

  FakeModelRunner runner;
  KvCache cells;
};

TEST("what stands behind a gap is moved into it, a run in each step") {
  Pool pool;
  const SequenceId first = pool.run(1, 1000);
  const SequenceId last = pool.run(2, 250);
  pool.end(first);
  CHECK_EQUAL(pool.moved_in(1), kRun);
  CHECK_EQUAL(pool.moved_in(10), 150U);
  CHECK_EQUAL(pool.cells.length(last), 250U);
  CHECK_EQUAL(pool.cells.num_used(), 250U);
}

TEST("what came while it was moved stays, for it is in the gap already") {
  Pool pool;
  const SequenceId first = pool.run(1, 1000);
  const SequenceId last = pool.run(2, 250);
  pool.end(first);
  pool.moved_in(1);
  pool.cells.append(last, Tokens(50, 3));
  CHECK_EQUAL(pool.moved_in(10), 150U);
}

TEST("a gap of fewer cells than rows pass over at once is left open") {
  Pool pool;
  const SequenceId first = pool.run(1, 200);
  pool.run(2, 250);
  pool.end(first);
  CHECK_EQUAL(pool.moved_in(5), 0U);
}

TEST("no more is moved than the gap is large") {
  Pool pool;
  const SequenceId gone = pool.run(1, 700);
  pool.run(2, 2000);
  pool.end(gone);
  // Then it is too small.
  CHECK_EQUAL(pool.moved_in(20), 500U);
}

TEST("what requests share is not moved: its other users would keep it where it is") {
  Pool pool;
  const SequenceId first = pool.run(1, 1000);
  pool.run(2, 250);
  pool.run(2, 250);
  pool.end(first);
  // The last token of each is its own.
  CHECK_EQUAL(pool.moved_in(5), 2U);
}

TEST("what cannot be moved is not tried in every step") {
  Pool pool;
  const SequenceId first = pool.run(1, 1000);
  pool.run(2, 250);
  pool.end(first);
  int num_tries = 0;
  pool.runner.before_copy = [&] { return ++num_tries < 0; };
  CHECK_EQUAL(pool.moved_in(10), 0U);
  CHECK_EQUAL(num_tries, 1);
}

TEST("nothing is moved while nothing runs, or where rows pass over their own cells only") {
  Pool idle;
  const SequenceId first = idle.run(1, 1000);
  idle.cells.release(idle.run(2, 250));
  idle.end(first);
  CHECK_EQUAL(idle.moved_in(5), 0U);
  Pool other(false);
  const SequenceId gone = other.run(1, 1000);
  other.run(2, 250);
  other.end(gone);
  CHECK_EQUAL(other.moved_in(5), 0U);
}

TEST("random work: nothing is lost by moving, and moving comes to an end") {
  testing::Random random(7);
  Pool pool;
  std::map<SequenceId, std::uint32_t> running;
  for (Token token = 1; token < 400; ++token) {
    const std::uint32_t length = 1 + random.below(600);
    if (running.size() < 5 && pool.cells.num_free() >= length) {
      running.emplace(pool.run(token, length), length);
    } else {
      const auto gone = std::next(running.begin(), random.below(static_cast<std::uint32_t>(running.size())));
      pool.end(gone->first);
      running.erase(gone);
    }
    pool.moved_in(static_cast<int>(random.below(4)));
    std::uint32_t num_tokens = 0;
    for (const auto& [sequence, expected] : running) {
      CHECK_EQUAL(pool.cells.length(sequence), expected);
      num_tokens += expected;
    }
    CHECK_EQUAL(pool.cells.num_used(), num_tokens);
  }
  pool.moved_in(100);
  CHECK_EQUAL(pool.moved_in(5), 0U);
}

}  // namespace
}  // namespace samewire
