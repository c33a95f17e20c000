// What is evicted goes to RAM and comes back, whatever else happens.
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "fake-model-runner.h"
#include "fixtures.h"
#include "loop-rig.h"
#include "random.h"
#include "schedule/kv-cache.h"
#include "testing.h"

namespace samewire {
namespace {

using testing::expected_text;
using testing::FakeModelRunner;
using testing::greedy_request;
using testing::RecordingSink;
using testing::saving_limits;
using Tokens = std::vector<Token>;

constexpr std::uint64_t kRoom = 1'000'000;
constexpr CopyBudget kTime{.milliseconds = 1e9};

Tokens repeated(Token token, std::size_t count) { return Tokens(count, token); }

/** Time that only passes in steps, a millisecond for each token. */
struct StepClock {
  explicit StepClock(FakeModelRunner& runner) {
    runner.after_decode = [this](const Batch& batch) {
      now += std::chrono::milliseconds(batch.size());
    };
  }
  Generation::Clock::time_point now;
};

struct Cache {
  explicit Cache(RunnerLimits limits, std::uint64_t ram_bytes = kRoom,
                 std::uint32_t max_kept_cells = 1000)
      : runner(limits), cells(runner, max_kept_cells, {.ram_bytes = ram_bytes}) {
    cells.begin_step(kTime);
  }

  /** Runs a prompt as the loop does; returns how much of it was not computed. */
  std::uint32_t run(const Tokens& prompt, CacheScope scope = 0) {
    const KvCache::Claim claim = cells.claim(prompt, scope);
    std::uint32_t length = cells.extend(claim.sequence, prompt).length;
    const std::uint32_t num_found = length;
    cells.make_room(static_cast<std::uint32_t>(prompt.size()) - length);
    Batch batch;
    for (std::size_t i = length; i < prompt.size(); ++i) {
      batch.add(prompt[i], static_cast<Position>(i), claim.sequence, i + 1 == prompt.size());
    }
    CHECK(runner.decode(batch) == DecodeStatus::kOk);
    cells.append(claim.sequence, std::span(prompt).subspan(length));
    cells.release(claim.sequence);
    return num_found;
  }

  void give_up_all_cells() { cells.make_room(cells.num_cells()); }

  FakeModelRunner runner;
  KvCache cells;
};

TEST("a prefix that lost its cells comes back from RAM, cut to where a prompt leaves it") {
  Cache cache(saving_limits(Saving::kRuns));
  cache.run({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18});
  cache.give_up_all_cells();
  CHECK_EQUAL(cache.cells.num_used(), 0U);
  CHECK_EQUAL(cache.run({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 99, 99}), 10U);
  CHECK_EQUAL(cache.cells.offload_totals().promotions.num_tokens, 10U);
}

TEST("RAM continues what is still in the cells") {
  Cache cache(saving_limits(Saving::kRuns));
  Tokens longer = repeated(7, 20);
  cache.run(longer);
  cache.give_up_all_cells();
  cache.run(repeated(7, 6));
  CHECK_EQUAL(cache.run(repeated(7, 20)), 19U);
}

TEST("a state comes back from RAM as it was") {
  Cache cache(saving_limits(Saving::kWhole));
  cache.run(repeated(7, 20));
  cache.give_up_all_cells();
  CHECK_EQUAL(cache.run(repeated(7, 24)), 20U);
  cache.give_up_all_cells();
  // 20 and 24 tokens are there, and neither is a beginning of this one.
  Tokens other = repeated(7, 19);
  other.push_back(8);
  CHECK_EQUAL(cache.run(other), 0U);
}

TEST("what nobody has room for in RAM is computed again") {
  Cache cache(saving_limits(Saving::kRuns), 100);
  cache.run(repeated(1, 40));
  cache.give_up_all_cells();
  cache.run(repeated(2, 40));
  cache.give_up_all_cells();
  CHECK(cache.cells.offload_totals().ram_bytes <= 100U);
  CHECK(cache.run(repeated(1, 40)) < 39U);
}

TEST("without a budget in bytes nothing is saved") {
  Cache cache(saving_limits(Saving::kRuns), 0);
  cache.run(repeated(1, 40));
  cache.give_up_all_cells();
  CHECK_EQUAL(cache.runner.num_saved_tokens, 0U);
  CHECK_EQUAL(cache.run(repeated(1, 40)), 0U);
}

TEST("scopes stay apart in RAM") {
  Cache cache(saving_limits(Saving::kRuns));
  cache.run(repeated(1, 40), 5);
  cache.give_up_all_cells();
  CHECK_EQUAL(cache.run(repeated(1, 40), 6), 0U);
  CHECK_EQUAL(cache.run(repeated(1, 40), 5), 39U);
}

TEST("what cannot be restored is computed, and not tried again") {
  for (const Saving saving : {Saving::kRuns, Saving::kWhole}) {
    Cache cache(saving_limits(saving));
    cache.run(repeated(1, 20));
    cache.give_up_all_cells();
    cache.runner.before_copy = [] { return false; };
    CHECK_EQUAL(cache.run(repeated(1, 22)), 0U);
    cache.runner.before_copy = [] { return true; };
    cache.give_up_all_cells();
    CHECK_EQUAL(cache.run(repeated(1, 23)), 22U);
  }
}

TEST("a prefix that needs no cells is copied once, however often it is evicted") {
  Cache cache(saving_limits(Saving::kRuns));
  for (int i = 0; i < 4; ++i) {
    cache.run(repeated(1, 40));
    cache.give_up_all_cells();
  }
  CHECK_EQUAL(cache.runner.num_saved_tokens, 40U);
}

TEST("an eviction that has no time to save is not delayed, one that can wait is") {
  Cache cache(saving_limits(Saving::kRuns), kRoom, 20);
  cache.cells.begin_step({.milliseconds = 0.0});
  cache.run(repeated(1, 40));
  // Beyond the limit for kept cells, but no stream waits for those.
  CHECK_EQUAL(cache.cells.num_kept(), 40U);
  CHECK(!cache.cells.begin_step(kTime));
  CHECK_EQUAL(cache.cells.num_kept(), 0U);
  CHECK_EQUAL(cache.runner.num_saved_tokens, 40U);
  cache.cells.begin_step({.milliseconds = 0.0});
  cache.run(repeated(2, 40));
  cache.give_up_all_cells();
  CHECK_EQUAL(cache.cells.num_used(), 0U);
  CHECK_EQUAL(cache.cells.offload_totals().num_dropped_tokens, 40U);
}

TEST("with no time at all a step still restores one block, and says that there is more") {
  Cache cache(saving_limits(Saving::kRuns));
  const Tokens prompt = repeated(1, 20);
  cache.run(prompt);
  cache.give_up_all_cells();
  const SequenceId sequence = cache.cells.claim(prompt).sequence;
  for (std::uint32_t length = 4; length < 20; length += 4) {
    cache.cells.begin_step({.milliseconds = 0.0});
    const KvCache::Extension extension = cache.cells.extend(sequence, prompt);
    CHECK_EQUAL(extension.length, length);
    CHECK(extension.is_late);
  }
  cache.cells.begin_step({.milliseconds = 0.0});
  CHECK_EQUAL(cache.cells.extend(sequence, prompt).length, 19U);
}

TEST("what is computed sooner than copied is not saved") {
  Cache cache(saving_limits(Saving::kRuns));
  cache.cells.begin_step({.milliseconds = 1e9, .prefill_token_ms = 1e-12});
  cache.run(repeated(1, 40));
  cache.run(repeated(2, 40));
  cache.give_up_all_cells();
  // How much a copy costs is known from the first block on.
  CHECK(cache.runner.num_saved_tokens <= 4U);
}

TEST("a prefix that is used often survives a scan of long prompts") {
  // Room for about twelve of them.
  Cache cache(saving_limits(Saving::kNone, 400, 20));
  Tokens popular = repeated(1, 20);
  for (Token user = 10; user < 16; ++user) {
    Tokens prompt = popular;
    prompt.push_back(user);
    cache.run(prompt);
  }
  for (Token scan = 20; scan < 70; ++scan) cache.run(repeated(scan, 30));
  CHECK_EQUAL(cache.cells.count_cached(repeated(1, 21)), 20U);
}

TEST("a conversation that lost its cells to others is not read again") {
  for (const Saving saving : {Saving::kRuns, Saving::kWhole}) {
    const Vocabulary vocabulary = testing::number_vocabulary();
    FakeModelRunner runner(saving_limits(saving, 128, 4));
    StepClock clock(runner);
    RecordingSink sink;
    EngineLoop loop(runner, nullptr, vocabulary,
                    {.context_length = 100,
                     .max_step_tokens = 32,
                     .offload = {.ram_bytes = kRoom},
                     .now = [&] { return clock.now; }},
                    sink);
    const auto run = [&](RequestId id, const Tokens& prompt) {
      loop.accept(std::make_shared<const Request>(greedy_request(id, prompt, 4)));
      for (int i = 0; loop.step(); ++i) CHECK(i < 1000);
      CHECK_EQUAL(sink.choices.at({id, 0}).text, expected_text(prompt, 4, vocabulary));
    };
    run(1, repeated(3, 60));
    run(2, repeated(4, 90));
    run(3, repeated(5, 90));
    Tokens again = repeated(3, 60);
    if (saving == Saving::kWhole) again = [&] {
      Tokens longer = repeated(3, 60);
      for (int i = 0; i < 3; ++i) longer.push_back(FakeModelRunner::next_token(longer, 50));
      longer.push_back(9);
      return longer;
    }();
    run(4, again);
    const auto num_known = static_cast<std::uint32_t>(again.size()) - 1;
    CHECK_EQUAL(sink.choices.at({4, 0}).num_cached, num_known);
    CHECK_EQUAL(loop.stats().num_restored_tokens, std::uint64_t{num_known});
  }
}

TEST("a stream moves in every step while a long prompt comes back in pieces") {
  const Vocabulary vocabulary = testing::number_vocabulary();
  FakeModelRunner runner(saving_limits(Saving::kRuns, 256, 4));
  StepClock clock(runner);
  RecordingSink sink;
  EngineLoop loop(runner, nullptr, vocabulary,
                  {.context_length = 250,
                   .max_step_tokens = 64,
                   // So little that a step has time for one piece only.
                   .pace = {.step_ms = 1e-6},
                   .offload = {.ram_bytes = kRoom},
                   .now = [&] { return clock.now; }},
                  sink);
  const auto accept = [&](RequestId id, const Tokens& prompt, std::uint32_t max_tokens) {
    Request request = greedy_request(id, prompt, max_tokens);
    request.sampling.ignore_end_of_generation = true;
    loop.accept(std::make_shared<const Request>(std::move(request)));
  };
  accept(1, repeated(3, 61), 1);
  while (loop.step()) continue;
  accept(2, repeated(4, 230), 1);
  while (loop.step()) continue;
  accept(3, {9}, 100);
  loop.step();
  accept(4, repeated(3, 61), 1);
  for (int piece = 0; piece < 15; ++piece) {
    const std::size_t num_computed = runner.num_computed_tokens;
    loop.step();
    CHECK_EQUAL(loop.stats().num_restored_tokens, 4U * (static_cast<std::uint64_t>(piece) + 1));
    // The stream's token, and at the end the last of the prompt.
    CHECK_EQUAL(runner.num_computed_tokens - num_computed, piece < 14 ? 1U : 2U);
  }
}

// The fake runner fails the test if a sequence's cells are not what the cache says they are.
TEST("random work over both tiers keeps cells, sequences and bytes in step") {
  for (const Saving saving : {Saving::kRuns, Saving::kWhole}) {
    testing::Random random(17);
    FakeModelRunner runner(saving_limits(saving, 40, 6));
    KvCache cells(runner, 25, {.ram_bytes = 900});
    bool fails = false;
    runner.before_copy = [&] { return !fails; };
    std::vector<SequenceId> held;
    for (int round = 0; round < 6000; ++round) {
      fails = random.one_in(10);
      cells.begin_step({.milliseconds = random.one_in(3) ? 0.0 : 1e9});
      if (held.size() == 4 || (!held.empty() && random.one_in(2))) {
        const std::uint32_t which = random.below(static_cast<std::uint32_t>(held.size()));
        if (random.one_in(3)) cells.clear(held[which]);
        cells.release(held[which]);
        held.erase(held.begin() + which);
        continue;
      }
      Tokens prompt(1 + random.below(24));
      for (std::size_t i = 0; i < prompt.size(); ++i) {
        prompt[i] = static_cast<Token>(i % 6 == 5 ? random.below(2) : 0);
      }
      if (cells.num_available() < prompt.size()) continue;
      const SequenceId sequence = cells.claim(prompt, random.below(2)).sequence;
      const std::uint32_t length = cells.extend(sequence, prompt).length;
      CHECK_EQUAL(length, cells.length(sequence));
      CHECK(length < prompt.size());
      cells.make_room(static_cast<std::uint32_t>(prompt.size()) - length);
      Batch batch;
      for (std::size_t i = length; i < prompt.size(); ++i) {
        batch.add(prompt[i], static_cast<Position>(i), sequence, i + 1 == prompt.size());
      }
      CHECK(runner.decode(batch) == DecodeStatus::kOk);
      cells.append(sequence, std::span(prompt).subspan(length));
      held.push_back(sequence);
      if (random.one_in(3)) cells.keep_snapshot(sequence);
      CHECK(cells.num_used() <= cells.num_cells());
      CHECK(cells.num_available() >= cells.num_free());
      CHECK(cells.offload_totals().ram_bytes <= 900U);
    }
    CHECK(runner.num_restored_tokens > 1000U);
    for (const SequenceId sequence : held) cells.release(sequence);
    CHECK_EQUAL(cells.num_available(), cells.num_cells());
    cells.make_room(cells.num_cells());
    CHECK_EQUAL(cells.num_used(), 0U);
  }
}

}  // namespace
}  // namespace samewire
