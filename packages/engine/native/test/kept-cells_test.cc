// What is kept in cells costs who runs beside it, so it moves to RAM.
#include <cstdint>
#include <vector>

#include "fake-model-runner.h"
#include "fixtures.h"
#include "schedule/kv-cache.h"
#include "testing.h"

namespace samewire {
namespace {

using testing::FakeModelRunner;
using testing::saving_limits;
using Tokens = std::vector<Token>;

constexpr CopyBudget kTime{.milliseconds = 1e9};
constexpr CopyBudget kNoTime{.milliseconds = 0.0};
constexpr std::uint32_t kLong = 500;

Tokens repeated(Token token, std::size_t count) { return Tokens(count, token); }

RunnerLimits limits(Saving saving, bool passes_all_cells) {
  RunnerLimits limits = saving_limits(saving, 4000);
  limits.max_batch_tokens = 4000;
  limits.passes_all_cells = passes_all_cells;
  return limits;
}

struct Cache {
  explicit Cache(Saving saving = Saving::kRuns, bool passes_all_cells = true,
                 std::uint64_t ram_bytes = 1'000'000)
      : runner(limits(saving, passes_all_cells)), cells(runner, 4000, {.ram_bytes = ram_bytes}) {}

  KvCache::Claim run(const Tokens& prompt) {
    const KvCache::Claim claim = cells.claim(prompt);
    Batch batch;
    for (std::size_t i = claim.num_cached; i < prompt.size(); ++i) {
      batch.add(prompt[i], static_cast<Position>(i), claim.sequence, i + 1 == prompt.size());
    }
    CHECK(runner.decode(batch) == DecodeStatus::kOk);
    cells.append(claim.sequence, std::span(prompt).subspan(claim.num_cached));
    return claim;
  }

  void keep(const Tokens& prompt) { cells.release(run(prompt).sequence); }

  /** As many steps as copying takes. */
  void copy_all() {
    while (cells.begin_step(kTime)) {
    }
  }

  FakeModelRunner runner;
  KvCache cells;
};

TEST("a prefix keeps its cells while nothing runs, and is copied meanwhile") {
  Cache cache;
  cache.keep(repeated(1, kLong));
  cache.copy_all();
  CHECK_EQUAL(cache.cells.num_kept(), kLong);
  CHECK_EQUAL(cache.runner.num_saved_tokens, kLong);
}

TEST("a prefix gives up its cells when a request runs that does not use it") {
  Cache cache;
  cache.keep(repeated(1, kLong));
  cache.copy_all();
  cache.run(repeated(2, 10));
  cache.cells.begin_step(kNoTime);
  CHECK_EQUAL(cache.cells.num_kept(), 0U);
}

TEST("what a request continues stays where it is") {
  Cache cache;
  cache.keep(repeated(1, kLong));
  CHECK_EQUAL(cache.run(repeated(1, kLong + 10)).num_cached, kLong);
  cache.copy_all();
  CHECK_EQUAL(cache.runner.num_saved_tokens, 0U);
}

TEST("a little may be kept beside a request") {
  Cache cache;
  cache.keep(repeated(1, 60));
  cache.run(repeated(2, 10));
  cache.copy_all();
  CHECK_EQUAL(cache.cells.num_kept(), 60U);
}

TEST("copies that take longer than a step may go on in the next one") {
  Cache cache;
  cache.keep(repeated(1, kLong));
  cache.run(repeated(2, 10));
  CHECK(cache.cells.begin_step(kNoTime));
  CHECK_EQUAL(cache.cells.num_kept(), kLong);
  cache.copy_all();
  CHECK_EQUAL(cache.cells.num_kept(), 0U);
}

TEST("what RAM has no room for keeps its cells, and is not copied again and again") {
  Cache cache(Saving::kRuns, true, 2000);
  cache.keep(repeated(1, kLong));
  cache.keep(repeated(2, kLong));
  cache.run(repeated(3, 10));
  cache.copy_all();
  const std::uint32_t num_kept = cache.cells.num_kept();
  CHECK(num_kept > 0U);
  const auto num_saved = cache.runner.num_saved_tokens;
  for (int i = 0; i < 5; ++i) CHECK(!cache.cells.begin_step(kTime));
  CHECK_EQUAL(cache.runner.num_saved_tokens, num_saved);
  CHECK_EQUAL(cache.cells.num_kept(), num_kept);
}

TEST("where rows pass over nothing, or a past is one state, all stays") {
  const auto keeps_all = [](Saving saving, bool passes_all_cells) {
    Cache cache(saving, passes_all_cells);
    cache.keep(repeated(1, kLong));
    cache.run(repeated(2, 10));
    cache.copy_all();
    return cache.cells.num_kept() == kLong;
  };
  CHECK(keeps_all(Saving::kRuns, false));
  CHECK(keeps_all(Saving::kWhole, true));
}

}  // namespace
}  // namespace samewire
