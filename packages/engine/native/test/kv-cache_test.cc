#include "schedule/kv-cache.h"

#include <vector>

#include "fake-model-runner.h"
#include "fixtures.h"
#include "random.h"
#include "testing.h"

namespace samewire {
namespace {

using testing::FakeModelRunner;
using testing::runner_limits;

/** Computes what a sequence lacks of `tokens`, as the loop does. */
void go_on(FakeModelRunner& runner, KvCache& cache, SequenceId sequence,
           const std::vector<Token>& tokens) {
  const std::size_t num_computed = cache.length(sequence);
  Batch batch;
  for (std::size_t i = num_computed; i < tokens.size(); ++i) {
    batch.add(tokens[i], static_cast<Position>(i), sequence, i + 1 == tokens.size());
  }
  cache.make_room(static_cast<std::uint32_t>(batch.size()));
  CHECK(runner.decode(batch) == DecodeStatus::kOk);
  cache.append(sequence, std::span(tokens).subspan(num_computed));
}

/** Claims a sequence for a prompt and computes the rest of it. */
SequenceId compute(FakeModelRunner& runner, KvCache& cache, const std::vector<Token>& prompt) {
  const KvCache::Claim claim = cache.claim(prompt);
  go_on(runner, cache, claim.sequence, prompt);
  return claim.sequence;
}

TEST("a prompt finds the prefix a finished request left behind") {
  FakeModelRunner runner(runner_limits());
  KvCache cache(runner);
  cache.release(compute(runner, cache, {1, 2, 3, 4}));
  const KvCache::Claim claim = cache.claim(std::vector<Token>{1, 2, 3, 9, 9});
  CHECK_EQUAL(claim.num_cached, 3U);
}

TEST("a prompt finds the prefix of a request that still runs") {
  FakeModelRunner runner(runner_limits());
  KvCache cache(runner);
  const SequenceId busy = compute(runner, cache, {1, 2, 3, 4});
  const KvCache::Claim claim = cache.claim(std::vector<Token>{1, 2, 3, 4});
  CHECK_EQUAL(claim.num_cached, 3U);
  CHECK(claim.sequence != busy);
}

TEST("the last token of a prompt is never taken from the cache") {
  FakeModelRunner runner(runner_limits());
  KvCache cache(runner);
  cache.release(compute(runner, cache, {1, 2, 3}));
  CHECK_EQUAL(cache.count_cached(std::vector<Token>{1, 2, 3}), 2U);
}

TEST("shared cells count once") {
  FakeModelRunner runner(runner_limits());
  KvCache cache(runner);
  compute(runner, cache, {1, 2, 3, 4});
  compute(runner, cache, {1, 2, 3, 5});
  CHECK_EQUAL(cache.num_used(), 5U);
}

TEST("cells that a running request shares are not freed with the released one") {
  FakeModelRunner runner(runner_limits(8));
  KvCache cache(runner);
  const SequenceId first = compute(runner, cache, {1, 2, 3, 4});
  compute(runner, cache, {1, 2, 3, 5});
  cache.release(first);
  CHECK_EQUAL(cache.num_available(), 4U);
  cache.make_room(8);
  CHECK_EQUAL(cache.num_used(), 4U);
}

TEST("a prompt that continues a kept sequence continues it in place") {
  FakeModelRunner runner(runner_limits());
  KvCache cache(runner);
  const SequenceId first = compute(runner, cache, {1, 2, 3});
  cache.release(first);
  CHECK_EQUAL(cache.claim(std::vector<Token>{1, 2, 3, 4}).sequence, first);
}

TEST("a prompt that branches off leaves the kept sequence for others") {
  FakeModelRunner runner(runner_limits());
  KvCache cache(runner);
  cache.release(compute(runner, cache, {1, 2, 3, 4, 5}));
  cache.claim(std::vector<Token>{1, 2, 9});
  CHECK_EQUAL(cache.count_cached(std::vector<Token>{1, 2, 3, 4, 5, 6}), 5U);
}

TEST("room is made by giving up the longest unused prefix first") {
  FakeModelRunner runner(runner_limits(8));
  KvCache cache(runner);
  cache.release(compute(runner, cache, {1, 1, 1}));
  cache.release(compute(runner, cache, {2, 2, 2}));
  cache.make_room(5);
  CHECK_EQUAL(cache.count_cached(std::vector<Token>{1, 1, 1, 1}), 0U);
  CHECK_EQUAL(cache.count_cached(std::vector<Token>{2, 2, 2, 2}), 3U);
}

TEST("a memory that cannot be cut is only continued, never shared") {
  RunnerLimits limits = runner_limits();
  limits.memory = {.can_cut = false, .can_share = false};
  FakeModelRunner runner(limits);
  KvCache cache(runner);
  const SequenceId first = compute(runner, cache, {1, 2, 3});
  CHECK_EQUAL(cache.count_cached(std::vector<Token>{1, 2, 3, 4}), 0U);
  cache.release(first);
  CHECK_EQUAL(cache.count_cached(std::vector<Token>{1, 2, 9}), 0U);
  CHECK_EQUAL(cache.claim(std::vector<Token>{1, 2, 3, 4}).num_cached, 3U);
}

TEST("sequences with cells of their own reuse their own prefix, and always have room") {
  RunnerLimits limits = runner_limits(16, 2);
  limits.memory = {.can_share = false, .is_pooled = false};
  FakeModelRunner runner(limits);
  KvCache cache(runner);
  const SequenceId first = compute(runner, cache, {1, 2, 3, 4, 5, 6});
  CHECK_EQUAL(cache.count_cached(std::vector<Token>{1, 2, 3}), 0U);
  cache.release(first);
  const KvCache::Claim claim = cache.claim(std::vector<Token>{1, 2, 3, 9});
  CHECK_EQUAL(claim.sequence, first);
  CHECK_EQUAL(claim.num_cached, 3U);
  CHECK_EQUAL(cache.num_available(), 16U);
}

TEST("a memory that cannot be cut is branched where a copy was kept") {
  RunnerLimits limits = runner_limits();
  limits.memory = {.can_cut = false, .can_share = false, .can_snapshot = true};
  FakeModelRunner runner(limits);
  KvCache cache(runner);
  const SequenceId live = compute(runner, cache, {1, 2, 3});
  cache.keep_snapshot(live);
  Batch batch;
  batch.add(4, 3, live, true);
  CHECK(runner.decode(batch) == DecodeStatus::kOk);
  cache.append(live, std::vector<Token>{4});
  CHECK_EQUAL(cache.count_cached(std::vector<Token>{1, 2, 3, 9}), 3U);
  CHECK_EQUAL(cache.count_cached(std::vector<Token>{1, 2, 9}), 0U);
  // The copy stays for others.
  cache.claim(std::vector<Token>{1, 2, 3, 9});
  CHECK_EQUAL(cache.count_cached(std::vector<Token>{1, 2, 3, 8}), 3U);
}

TEST("a conversation keeps its copies turn after turn, however few the sequences") {
  RunnerLimits limits = runner_limits(256, 3);
  limits.memory = {.can_cut = false, .can_share = false, .can_snapshot = true};
  FakeModelRunner runner(limits);
  KvCache cache(runner);
  std::vector<Token> prompt;
  for (Token turn = 1; turn <= 12; ++turn) {
    // The template tells the last answer differently, so only the last prompt is found.
    const std::size_t num_kept = prompt.size();
    prompt.insert(prompt.end(), {turn, turn, turn});
    const KvCache::Claim claim = cache.claim(prompt);
    CHECK_EQUAL(claim.num_cached, num_kept);
    go_on(runner, cache, claim.sequence, prompt);
    cache.keep_snapshot(claim.sequence);
    std::vector<Token> answered = prompt;
    answered.insert(answered.end(), {40, 41});
    go_on(runner, cache, claim.sequence, answered);
    cache.release(claim.sequence);
  }
}

TEST("a prefix is found within its scope only") {
  FakeModelRunner runner(runner_limits());
  KvCache cache(runner);
  cache.release(compute(runner, cache, {1, 2, 3, 4}));
  CHECK_EQUAL(cache.count_cached(std::vector<Token>{1, 2, 3, 4}, 7), 0U);
  CHECK_EQUAL(cache.claim(std::vector<Token>{1, 2, 3, 4}, 7).num_cached, 0U);
}

TEST("of two prefixes one of which begins like the other only the longer is kept") {
  FakeModelRunner runner(runner_limits());
  KvCache cache(runner);
  const SequenceId shorter = compute(runner, cache, {1, 2, 3});
  const SequenceId longer = compute(runner, cache, {1, 2, 3, 4, 5});
  cache.release(longer);
  cache.release(shorter);
  CHECK_EQUAL(cache.length(shorter), 0U);
  CHECK_EQUAL(cache.count_cached(std::vector<Token>{1, 2, 3, 4, 5, 6}), 5U);
}

TEST("kept prefixes never use more cells than they may, and a running one never counts") {
  FakeModelRunner runner(runner_limits());
  KvCache cache(runner, 5);
  const SequenceId running = compute(runner, cache, {7, 7, 7, 7, 7, 7, 7, 7});
  cache.release(compute(runner, cache, {1, 1, 1}));
  cache.release(compute(runner, cache, {2, 2, 2}));
  CHECK_EQUAL(cache.num_kept(), 3U);
  CHECK_EQUAL(cache.length(running), 8U);
  CHECK_EQUAL(cache.totals().num_evictions, 1U);
}

// The fake runner fails the test if a sequence's cells are not what the cache says they are.
TEST("random work keeps the count of cells and the runner's memory in step") {
  for (const MemoryTraits memory :
       {MemoryTraits{}, MemoryTraits{.can_cut = false, .can_share = false, .can_snapshot = true}}) {
  testing::Random random(5);
  RunnerLimits limits = runner_limits(40, 6);
  limits.memory = memory;
  FakeModelRunner runner(limits);
  KvCache cache(runner, 25);
  std::vector<SequenceId> held;
  for (int round = 0; round < 4000; ++round) {
    if (held.size() == 4 || (!held.empty() && random.one_in(2))) {
      const std::uint32_t which = random.below(static_cast<std::uint32_t>(held.size()));
      if (random.one_in(3)) cache.clear(held[which]);
      cache.release(held[which]);
      held.erase(held.begin() + which);
      continue;
    }
    std::vector<Token> prompt(1 + random.below(9));
    for (Token& token : prompt) token = static_cast<Token>(random.below(2));
    if (cache.num_available() < prompt.size()) continue;
    held.push_back(compute(runner, cache, prompt));
    if (random.one_in(3)) cache.keep_snapshot(held.back());
    CHECK(cache.num_used() <= cache.num_cells());
    CHECK(cache.num_available() >= cache.num_free());
  }
  for (const SequenceId sequence : held) cache.release(sequence);
  CHECK_EQUAL(cache.num_available(), cache.num_cells());
  cache.make_room(cache.num_cells());
  CHECK_EQUAL(cache.num_used(), 0U);
  }
}

}  // namespace
}  // namespace samewire
