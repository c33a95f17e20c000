#include "loop/engine-loop.h"

#include <limits>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "fake-model-runner.h"
#include "fixtures.h"
#include "loop-rig.h"
#include "random.h"
#include "testing.h"

namespace samewire {
namespace {

using testing::Ending;
using testing::expected_text;
using testing::greedy_request;
using testing::Rig;
using testing::runner_limits;

TEST("a request gets the tokens the model says, up to its limit") {
  Rig rig;
  rig.accept(greedy_request(1, {5, 6, 7}, 10));
  rig.run_to_end();
  CHECK_EQUAL(rig.ending(1).text, expected_text({5, 6, 7}, 10, rig.vocabulary));
  CHECK_EQUAL(rig.ending(1).num_finishes, 1);
}

TEST("requests that run together get the same text as alone") {
  Rig rig;
  for (RequestId id = 0; id < 10; ++id) {
    rig.accept(greedy_request(id, {static_cast<Token>(id + 1), 3, 4}, 12));
  }
  rig.run_to_end();
  for (RequestId id = 0; id < 10; ++id) {
    CHECK_EQUAL(rig.ending(id).text,
                expected_text({static_cast<Token>(id + 1), 3, 4}, 12, rig.vocabulary));
  }
}

TEST("a long prompt is read in several steps while a stream moves in every step") {
  Rig rig;
  rig.accept(greedy_request(1, {1}, 60));
  rig.loop.step();
  const std::vector<Token> long_prompt(80, 9);
  rig.accept(greedy_request(2, long_prompt, 1));
  std::size_t length_before = rig.ending(1).text.size();
  while (rig.ending(2).num_finishes == 0) {
    CHECK(rig.loop.step());
    CHECK(rig.ending(1).text.size() > length_before || rig.ending(1).num_finishes == 1);
    length_before = rig.ending(1).text.size();
  }
  CHECK(rig.runner.largest_step <= 32);
}

TEST("choices that draw at random differ, and repeat with the seed") {
  const auto texts = [](std::uint32_t seed) {
    Rig rig;
    rig.runner.write_logits = [](std::span<const Token>, std::span<float>) {};
    Request request = greedy_request(1, {3, 4}, 8);
    request.sampling.temperature = 1.0F;
    request.sampling.seed = seed;
    request.num_choices = 3;
    rig.accept(request);
    rig.run_to_end();
    return std::vector<std::string>{rig.ending(1, 0).text, rig.ending(1, 1).text,
                                    rig.ending(1, 2).text};
  };
  const auto first = texts(1);
  CHECK_EQUAL(std::set(first.begin(), first.end()).size(), 3U);
  CHECK_EQUAL(first, texts(1));
  CHECK(first != texts(99));
}

TEST("a stop text ends a choice and is not part of it") {
  Rig rig;
  const std::string full = expected_text({5, 6, 7}, 10, rig.vocabulary);
  Request request = greedy_request(1, {5, 6, 7}, 10);
  request.stop = {full.substr(4, 4)};
  rig.accept(request);
  rig.run_to_end();
  CHECK(rig.ending(1).reason == FinishReason::kStopSequence);
  CHECK_EQUAL(rig.ending(1).text, full.substr(0, full.find(request.stop[0])));
  CHECK_EQUAL(rig.ending(1).stop_sequence, request.stop[0]);
}

TEST("an end-of-generation token ends a choice and is counted") {
  Rig rig;
  rig.runner.write_logits = [](std::span<const Token> text, std::span<float> logits) {
    logits[text.size() >= 5 ? 0 : 8] = 1.0F;
  };
  rig.accept(greedy_request(1, {2, 2, 2}, 50));
  rig.run_to_end();
  CHECK(rig.ending(1).reason == FinishReason::kStopToken);
  CHECK_EQUAL(rig.ending(1).text, "8 8 ");
  CHECK_EQUAL(rig.ending(1).num_generated, 3U);
}

TEST("the end of the context length ends a choice with length") {
  Rig rig(runner_limits(), 20);
  Request request = greedy_request(1, {1, 2, 3}, 1);
  request.max_tokens.reset();
  request.sampling.ignore_end_of_generation = true;
  rig.accept(request);
  rig.run_to_end();
  CHECK(rig.ending(1).reason == FinishReason::kLength);
  CHECK_EQUAL(rig.ending(1).num_generated, 17U);
}

TEST("a cancelled request ends at once, running or waiting, and the others go on") {
  Rig rig(runner_limits(256, 1));
  rig.accept(greedy_request(1, {1}, 50));
  rig.accept(greedy_request(2, {2}, 5));
  rig.accept(greedy_request(3, {3}, 5));
  rig.loop.step();
  rig.loop.cancel(1);
  rig.loop.cancel(2);
  CHECK(rig.ending(1).reason == FinishReason::kCancelled);
  CHECK_EQUAL(rig.ending(1).num_finishes, 1);
  CHECK_EQUAL(rig.ending(2).num_finishes, 1);
  rig.run_to_end();
  CHECK_EQUAL(rig.ending(3).text, expected_text({3}, 5, rig.vocabulary));
  CHECK_EQUAL(rig.loop.stats().num_active, 0U);
}

TEST("a parked request stands still and then continues where it was") {
  Rig rig;
  rig.accept(greedy_request(1, {1, 2}, 10));
  rig.loop.step();
  rig.loop.set_parked(1, true);
  const std::string text = rig.ending(1).text;
  CHECK(!rig.loop.step());
  CHECK_EQUAL(rig.ending(1).text, text);
  rig.loop.set_parked(1, false);
  rig.run_to_end();
  CHECK_EQUAL(rig.ending(1).text, expected_text({1, 2}, 10, rig.vocabulary));
}

TEST("a parked request gives its sequence to one that waits") {
  Rig rig(runner_limits(256, 1));
  rig.accept(greedy_request(1, {1, 2}, 10));
  rig.loop.step();
  rig.loop.set_parked(1, true);
  rig.accept(greedy_request(2, {7}, 3));
  rig.run_to_end();
  CHECK_EQUAL(rig.ending(2).num_finishes, 1);
  rig.loop.set_parked(1, false);
  rig.run_to_end();
  CHECK_EQUAL(rig.ending(1).text, expected_text({1, 2}, 10, rig.vocabulary));
}

TEST("requests that outgrow the cache together all finish, none fails") {
  // Answers grow by more than is counted on beforehand, so some have to give way.
  Rig rig(runner_limits(700, 4), 500);
  for (RequestId id = 0; id < 6; ++id) {
    Request request = greedy_request(id, {static_cast<Token>(id + 1), 2, 3, 4}, 400);
    request.sampling.ignore_end_of_generation = true;
    rig.accept(request);
  }
  rig.run_to_end();
  CHECK(rig.sink.faults.empty());
  CHECK(rig.loop.stats().num_preemptions > 0);
  for (RequestId id = 0; id < 6; ++id) CHECK_EQUAL(rig.ending(id).num_generated, 400U);
}

TEST("a request that has room for all it is expected to need is never preempted") {
  Rig rig(runner_limits(48, 4), 48);
  for (RequestId id = 0; id < 6; ++id) {
    Request request = greedy_request(id, {static_cast<Token>(id + 1), 2, 3, 4}, 40);
    request.sampling.ignore_end_of_generation = true;
    rig.accept(request);
  }
  rig.run_to_end();
  CHECK_EQUAL(rig.loop.stats().num_preemptions, 0U);
}

TEST("a step without room is repeated with fewer, not reported to anybody") {
  Rig rig;
  int num_refusals = 2;
  rig.runner.before_decode = [&](const Batch& batch) {
    return batch.size() > 1 && num_refusals-- > 0 ? DecodeStatus::kNoRoom : DecodeStatus::kOk;
  };
  for (RequestId id = 1; id <= 3; ++id) {
    rig.accept(greedy_request(id, {static_cast<Token>(id)}, 6));
  }
  rig.run_to_end();
  CHECK(rig.sink.faults.empty());
  for (RequestId id = 1; id <= 3; ++id) {
    CHECK_EQUAL(rig.ending(id).text, expected_text({static_cast<Token>(id)}, 6, rig.vocabulary));
  }
}

TEST("sequences that never fit together run one after another instead of for ever") {
  Rig rig;
  rig.runner.before_decode = [](const Batch& batch) {
    return batch.size() > 1 ? DecodeStatus::kNoRoom : DecodeStatus::kOk;
  };
  for (RequestId id = 1; id <= 3; ++id) {
    rig.accept(greedy_request(id, {static_cast<Token>(id)}, 6));
  }
  rig.run_to_end();
  CHECK(rig.sink.faults.empty());
  for (RequestId id = 1; id <= 3; ++id) CHECK_EQUAL(rig.ending(id).num_finishes, 1);
}

TEST("a failed step ends its requests with one fault each, and later ones run") {
  Rig rig;
  rig.runner.before_decode = [](const Batch&) { return DecodeStatus::kFailed; };
  Request request = greedy_request(1, {1, 2}, 5);
  request.num_choices = 2;
  rig.accept(request);
  rig.run_to_end();
  CHECK_EQUAL(rig.sink.faults[1].size(), 1U);
  rig.runner.before_decode = [](const Batch&) { return DecodeStatus::kOk; };
  rig.accept(greedy_request(2, {1, 2}, 5));
  rig.run_to_end();
  CHECK_EQUAL(rig.ending(2).text, expected_text({1, 2}, 5, rig.vocabulary));
}

TEST("logits that are no numbers fail only the request they belong to") {
  Rig rig;
  rig.runner.write_logits = [](std::span<const Token> text, std::span<float> logits) {
    const bool is_broken = text[0] == 13;
    for (float& logit : logits) {
      logit = is_broken ? std::numeric_limits<float>::quiet_NaN() : 0.0F;
    }
    if (!is_broken) logits[4] = 1.0F;
  };
  rig.accept(greedy_request(1, {13, 1}, 5));
  rig.accept(greedy_request(2, {1, 1}, 3));
  rig.run_to_end();
  CHECK_EQUAL(rig.sink.faults[1].size(), 1U);
  CHECK_EQUAL(rig.ending(2).text, "4 4 4 ");
}

TEST("closing ends everything with a fault") {
  Rig rig(runner_limits(256, 1));
  rig.accept(greedy_request(1, {1}, 50));
  rig.accept(greedy_request(2, {1}, 50));
  rig.loop.step();
  rig.loop.close({.code = ErrorCode::kClosed, .message = "closed"});
  CHECK_EQUAL(rig.sink.faults.size(), 2U);
  CHECK(!rig.loop.step());
}

TEST("one step hands over one block, whatever runs in it") {
  Rig rig;
  for (RequestId id = 1; id <= 4; ++id) {
    rig.accept(greedy_request(id, {static_cast<Token>(id)}, 40));
  }
  rig.loop.step();
  const int before = rig.sink.num_blocks;
  rig.loop.step();
  CHECK_EQUAL(rig.sink.num_blocks, before + 1);
}

// The laws of the loop: whatever comes and goes, every choice ends once, every text is what the
// model says, and at the end nothing runs and every cell can be had.
TEST("random arrivals, cancels and parking never lose or spoil a request") {
  testing::Random random(17);
  for (int round = 0; round < 150; ++round) {
    RunnerLimits limits = runner_limits(30 + random.below(60), 1 + random.below(5));
    if (random.one_in(3)) {
      limits.memory = {.can_cut = false, .can_share = false, .can_snapshot = random.one_in(2)};
    }
    if (random.one_in(3)) {
      limits.num_cells = limits.num_sequences * 30;
      limits.memory = {.can_share = false, .is_pooled = false};
    }
    Rig rig(limits, 30);
    std::vector<Request> requests;
    std::set<RequestId> cancelled;
    std::set<RequestId> parked;
    for (int event = 0; event < 60; ++event) {
      const auto id = static_cast<RequestId>(requests.size());
      switch (random.below(6)) {
        case 0: {
          std::vector<Token> prompt(1 + random.below(14));
          for (Token& token : prompt) token = static_cast<Token>(1 + random.below(2));
          Request request = greedy_request(id, prompt, 1 + random.below(15));
          request.num_choices = 1 + random.below(3);
          request.priority = static_cast<std::int32_t>(random.below(2));
          request.tenant = random.below(3);
          request.cache_scope = random.below(2);
          if (prompt.size() > 2) request.branch_points = {1, 2};
          requests.push_back(request);
          rig.accept(request);
          break;
        }
        case 1:
          if (id == 0) break;
          cancelled.insert(random.below(id));
          rig.loop.cancel(*cancelled.rbegin());
          break;
        case 2:
          if (id == 0) break;
          parked.insert(random.below(id));
          rig.loop.set_parked(*parked.rbegin(), true);
          break;
        default:
          rig.loop.step();
      }
    }
    for (const RequestId id : parked) rig.loop.set_parked(id, false);
    rig.run_to_end();

    CHECK(rig.sink.faults.empty());
    CHECK_EQUAL(rig.loop.stats().num_active, 0U);
    CHECK_EQUAL(rig.loop.stats().num_waiting, 0U);
    for (const Request& request : requests) {
      const std::string expected =
          expected_text(request.prompt, *request.max_tokens, rig.vocabulary);
      for (std::uint32_t choice = 0; choice < request.num_choices; ++choice) {
        const Ending& ending = rig.ending(request.id, choice);
        CHECK_EQUAL(ending.num_finishes, 1);
        if (ending.reason == FinishReason::kCancelled) {
          CHECK(cancelled.contains(request.id));
          CHECK(expected.starts_with(ending.text));
        } else {
          CHECK_EQUAL(ending.text, expected);
        }
      }
    }
  }
}

}  // namespace
}  // namespace samewire
