// What cannot be computed in one step takes turns: adapters, and embeddings beside chats.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <vector>

#include "fixtures.h"
#include "loop-rig.h"
#include "random.h"
#include "testing.h"

namespace samewire {
namespace {

using testing::adapter_set;
using testing::expected_text;
using testing::greedy_request;
using testing::Random;
using testing::Rig;
using testing::runner_limits;

Request adapted(RequestId id, std::vector<Token> prompt, std::uint32_t max_tokens,
                std::shared_ptr<const AdapterSet> adapters) {
  Request request = greedy_request(id, std::move(prompt), max_tokens);
  request.adapters = std::move(adapters);
  return request;
}

TEST("requests with different adapters each get the text of their own") {
  Rig rig;
  const auto a = adapter_set(1);
  const auto b = adapter_set(2);
  rig.accept(adapted(1, {5, 6, 7}, 9, a));
  rig.accept(adapted(2, {5, 6, 7}, 9, b));
  rig.accept(greedy_request(3, {5, 6, 7}, 9));
  rig.run_to_end();
  CHECK_EQUAL(rig.ending(1).text, expected_text({5, 6, 7}, 9, rig.vocabulary, a.get()));
  CHECK_EQUAL(rig.ending(2).text, expected_text({5, 6, 7}, 9, rig.vocabulary, b.get()));
  CHECK_EQUAL(rig.ending(3).text, expected_text({5, 6, 7}, 9, rig.vocabulary));
}

TEST("requests with the same adapters share steps and prefixes") {
  Rig rig;
  const auto a = adapter_set(1);
  rig.accept(adapted(1, std::vector<Token>(30, 4), 1, a));
  rig.run_to_end();
  rig.accept(adapted(2, std::vector<Token>(30, 4), 1, a));
  rig.run_to_end();
  CHECK_EQUAL(rig.ending(2).num_cached, 29U);
}

TEST("a prefix computed with adapters is not used without them") {
  Rig rig;
  rig.accept(adapted(1, std::vector<Token>(30, 4), 1, adapter_set(1)));
  rig.run_to_end();
  rig.accept(greedy_request(2, std::vector<Token>(30, 4), 1));
  rig.run_to_end();
  CHECK_EQUAL(rig.ending(2).num_cached, 0U);
}

TEST("inputs of several requests become vectors in one step") {
  Rig rig;
  rig.accept(EmbeddingRequest{.id = 1, .inputs = {{3, 3}, {4}}});
  rig.accept(EmbeddingRequest{.id = 2, .inputs = {{5, 5, 5}}});
  rig.run_to_end();
  CHECK_EQUAL(rig.embedder.num_steps, 1U);
  CHECK((rig.sink.vectors[{1, 0}] == std::vector<float>{3, 2}));
  CHECK((rig.sink.vectors[{1, 1}] == std::vector<float>{4, 1}));
  CHECK((rig.sink.vectors[{2, 0}] == std::vector<float>{5, 3}));
}

TEST("more inputs than a step holds take several") {
  Rig rig;
  rig.accept(EmbeddingRequest{.id = 1, .inputs = std::vector<std::vector<Token>>(11, {7, 8})});
  rig.run_to_end();
  CHECK_EQUAL(rig.sink.vectors.size(), 11U);
  CHECK_EQUAL(rig.embedder.num_steps, 3U);
}

TEST("embeddings of higher priority are made first") {
  Rig rig;
  rig.accept(EmbeddingRequest{.id = 1, .inputs = std::vector<std::vector<Token>>(4, {7})});
  rig.accept(EmbeddingRequest{.id = 2, .inputs = {{8}}, .priority = 1});
  rig.loop.step();
  CHECK_EQUAL(rig.sink.vectors.count({2, 0}), 1U);
  CHECK_EQUAL(rig.sink.vectors.count({1, 3}), 0U);
}

TEST("a step of embeddings that fails is one fault for each of its requests, and the rest goes on") {
  Rig rig;
  rig.embedder.status = DecodeStatus::kFailed;
  rig.accept(EmbeddingRequest{.id = 1, .inputs = {{3}, {4}}});
  rig.accept(EmbeddingRequest{.id = 2, .inputs = {{5}}});
  rig.accept(greedy_request(3, {5}, 3));
  rig.run_to_end();
  CHECK_EQUAL(rig.sink.faults[1].size(), 1U);
  CHECK_EQUAL(rig.sink.faults[2].size(), 1U);
  CHECK_EQUAL(rig.ending(3).text, expected_text({5}, 3, rig.vocabulary));
}

TEST("a cancelled request for embeddings makes no more work") {
  Rig rig;
  rig.accept(EmbeddingRequest{.id = 1, .inputs = std::vector<std::vector<Token>>(9, {7})});
  rig.loop.step();
  rig.loop.cancel(1);
  rig.run_to_end();
  CHECK_EQUAL(rig.sink.vectors.size(), 4U);
}

TEST("closing ends requests for embeddings with a fault") {
  Rig rig;
  rig.accept(EmbeddingRequest{.id = 1, .inputs = {{7}}});
  rig.loop.close({.code = ErrorCode::kClosed, .message = "closed"});
  CHECK_EQUAL(rig.sink.faults[1], std::vector<std::string>{"closed"});
}

// On a clock that only steps move, chats, two adapters and embeddings, all of which always have
// more work: the longest that a group waits between two of its steps is bounded, and time is shared.
TEST("chats, adapters and embeddings on one engine never starve one another") {
  using Clock = Generation::Clock;
  Clock::time_point now{};
  constexpr double kTurnMs = 300.0;
  constexpr std::size_t kNumGroups = 4;
  Rig rig(runner_limits(2000, 8),
          LoopOptions{.context_length = 100,
                      .max_step_tokens = 32,
                      .pace = {.step_ms = kTurnMs},
                      .now = [&] { return now; }});
  std::map<const void*, Clock::time_point> last_step;
  std::map<const void*, double> used_ms;
  double longest_wait_ms = 0.0;
  double longest_step_ms = 0.0;
  const auto record = [&](const void* group, std::size_t num_tokens) {
    const auto taken = std::chrono::milliseconds(10 + 2 * num_tokens);
    const auto [entry, is_new] = last_step.try_emplace(group, now);
    const auto wait = std::chrono::duration<double, std::milli>(now - entry->second).count();
    longest_wait_ms = std::max(longest_wait_ms, wait);
    longest_step_ms = std::max(longest_step_ms, static_cast<double>(taken.count()));
    now += taken;
    entry->second = now;
    used_ms[group] += static_cast<double>(taken.count());
  };
  const std::vector<std::shared_ptr<const AdapterSet>> sets{nullptr, adapter_set(1), adapter_set(2)};
  rig.embedder.after_step = [&](std::size_t num_tokens) { record(&rig.embedder, num_tokens); };
  const AdapterSet* in_use = nullptr;
  rig.runner.on_adapters = [&](const AdapterSet* adapters) { in_use = adapters; };
  rig.runner.after_decode = [&](const Batch& batch) {
    record(in_use == nullptr ? static_cast<const void*>(&rig.runner) : in_use, batch.size());
  };

  Random random(17);
  RequestId next_id = 1;
  const auto refill = [&] {
    while (rig.loop.num_waiting() < 3) {
      for (const auto& set : sets) {
        const auto first = static_cast<Token>(1 + random.below(40));
        rig.accept(adapted(next_id++, std::vector<Token>(1 + random.below(60), first),
                           1 + random.below(20), set));
      }
    }
    rig.accept(EmbeddingRequest{.id = next_id++, .inputs = {{7, 7, 7}, {8}}});
  };
  for (int i = 0; i < 4000; ++i) {
    refill();
    CHECK(rig.loop.step());
  }
  CHECK_EQUAL(used_ms.size(), kNumGroups);
  // A group may also wait for a slot, which the oldest of all gets first: one generation's time more.
  CHECK(longest_wait_ms <= 2 * (kNumGroups - 1) * (kTurnMs + longest_step_ms));
  double least_ms = used_ms.begin()->second;
  double most_ms = least_ms;
  for (const auto& [group, ms] : used_ms) {
    least_ms = std::min(least_ms, ms);
    most_ms = std::max(most_ms, ms);
  }
  CHECK(most_ms < 3 * least_ms);
}

// However crowded the cache: every request with adapters ends with the text it would have alone.
TEST("random requests with adapters all end with their own text in a small cache") {
  Random random(23);
  for (int round = 0; round < 60; ++round) {
    Rig rig(runner_limits(60, 4), 60);
    std::vector<std::shared_ptr<const AdapterSet>> sets{nullptr, adapter_set(1), adapter_set(2)};
    std::map<RequestId, Request> requests;
    for (RequestId id = 1; id <= 10; ++id) {
      const auto first = static_cast<Token>(1 + random.below(40));
      Request request = adapted(id, std::vector<Token>(1 + random.below(30), first),
                                1 + random.below(20), sets[random.below(3)]);
      requests.emplace(id, request);
      rig.accept(request);
      for (std::uint32_t i = 0; i < random.below(3); ++i) rig.loop.step();
    }
    rig.run_to_end();
    for (const auto& [id, request] : requests) {
      CHECK_EQUAL(rig.ending(id).text, expected_text(request.prompt, *request.max_tokens,
                                                     rig.vocabulary, request.adapters.get()));
    }
  }
}

}  // namespace
}  // namespace samewire
