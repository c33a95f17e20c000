// With drafts an answer is what it would be without them, whatever else is asked of it.
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "fixtures.h"
#include "loop-rig.h"
#include "random.h"
#include "random-requests.h"
#include "testing.h"

namespace samewire {
namespace {

using testing::Ending;
using testing::FakeModelRunner;
using testing::greedy_request;
using testing::Random;
using testing::random_request;
using testing::Rig;
using testing::run_all;
using testing::runner_limits;
using testing::some_grammar;
using testing::told;

/** A loop whose model repeats itself, on a machine where drafts cost next to nothing. */
struct RepeatingRig {
  RepeatingRig(Speculation speculation, const RunnerLimits& limits, double ms_per_row = 0.01)
      : rig(limits, {.context_length = 500,
                     .max_step_tokens = 64,
                     .speculation = speculation,
                     .now = [this] { return time; }}) {
    rig.runner.write_logits = [](std::span<const Token> text, std::span<float> logits) {
      const auto hash = [&](std::uint32_t salt) {
        return static_cast<std::uint32_t>(
            FakeModelRunner::next_token(text, 1'000'003) + static_cast<Token>(salt) * 7919);
      };
      for (std::uint32_t i = 0; i < logits.size(); ++i) {
        logits[i] = static_cast<float>((hash(i) * 2654435761U) >> 16U) / 65536.0F;
      }
      // Every so often something else than what stood a few tokens ago.
      const std::size_t period = 3 + static_cast<std::size_t>(text[0]) % 5;
      const bool repeats = text.size() > period && hash(99) % 9 != 0;
      const Token likely = repeats ? text[text.size() - period]
                                   : FakeModelRunner::next_token(text, logits.size());
      logits[static_cast<std::size_t>(likely)] += 6.0F;
    };
    rig.runner.after_decode = [this, ms_per_row](const Batch& batch) {
      const double ms = 10.0 + ms_per_row * static_cast<double>(batch.size());
      time += std::chrono::duration_cast<Generation::Clock::duration>(
          std::chrono::duration<double, std::milli>(ms));
    };
  }

  Generation::Clock::time_point time{};
  Rig rig;
};

/** The answer of an earlier run, with something changed in it. */
std::vector<Token> changed(std::vector<Token> answer, Random& random) {
  for (Token& token : answer) {
    if (random.one_in(12)) token = static_cast<Token>(1 + random.below(49));
  }
  return answer;
}

TEST("answers with drafts are those without, drawn or not, within grammars, stops and crowds") {
  std::uint64_t num_accepted = 0;
  std::uint64_t num_rejected = 0;
  std::uint64_t num_preemptions = 0;
  for (std::uint32_t seed = 0; seed < 60; ++seed) {
    // Cells for one answer, and for all of them.
    const RunnerLimits limits = runner_limits(seed % 3 == 0 ? 150 : 900, 4);
    RepeatingRig plain(Speculation::kOff, limits);
    RepeatingRig drafting(Speculation::kNgram, limits);
    const auto grammar = some_grammar(plain.rig.vocabulary);
    const auto other_grammar = some_grammar(drafting.rig.vocabulary);
    Random random(seed);
    std::vector<Request> requests;
    std::vector<Request> same_requests;
    for (RequestId id = 0; id < 6; ++id) {
      Random same = random;
      requests.push_back(random_request(id, random, grammar));
      same_requests.push_back(random_request(id, same, other_grammar));
    }
    run_all(plain.rig, requests);
    for (Request& request : same_requests) {
      if (random.one_in(2)) continue;
      request.prediction = changed(plain.rig.ending(request.id).tokens, random);
    }
    run_all(drafting.rig, same_requests);
    CHECK_EQUAL(plain.rig.sink.faults, drafting.rig.sink.faults);
    for (const Request& request : requests) {
      for (std::uint32_t choice = 0; choice < request.num_choices; ++choice) {
        CHECK(told(plain.rig.ending(request.id, choice)) ==
              told(drafting.rig.ending(request.id, choice)));
      }
    }
    const EngineStats stats = drafting.rig.loop.stats();
    num_accepted += stats.num_accepted_draft_tokens;
    num_rejected += stats.num_draft_tokens - stats.num_accepted_draft_tokens;
    num_preemptions += stats.num_preemptions;
    CHECK_EQUAL(stats.num_generated_tokens, plain.rig.loop.stats().num_generated_tokens);
  }
  CHECK(num_accepted > 500);
  CHECK(num_rejected > 50);
  CHECK(num_preemptions > 0);
}

TEST("an answer that repeats itself takes fewer steps than it has tokens") {
  RepeatingRig drafting(Speculation::kNgram, runner_limits(500, 1));
  drafting.rig.runner.write_logits = [](std::span<const Token> text, std::span<float> logits) {
    logits[1 + text.size() % 6] = 1.0F;
  };
  drafting.rig.accept(greedy_request(1, {7, 8}, 300));
  drafting.rig.run_to_end();
  CHECK_EQUAL(drafting.rig.ending(1).num_generated, 300U);
  CHECK(drafting.rig.runner.num_steps < 80);
}

TEST("a prediction that comes true saves steps, and is told") {
  const std::vector<Token> prompt{3, 1, 4};
  RepeatingRig drafting(Speculation::kPrediction, runner_limits(500, 1));
  drafting.rig.runner.write_logits = nullptr;
  Request request = greedy_request(1, prompt, 200);
  request.sampling.ignore_end_of_generation = true;
  request.num_logprobs = 0;
  drafting.rig.accept(request);
  drafting.rig.run_to_end();
  request.id = 2;
  request.prediction = drafting.rig.ending(1).tokens;
  request.prediction.push_back(7);
  const std::size_t num_steps = drafting.rig.runner.num_steps;
  drafting.rig.accept(request);
  drafting.rig.run_to_end();
  CHECK(drafting.rig.runner.num_steps - num_steps < 60);
  CHECK_EQUAL(drafting.rig.ending(2).text, drafting.rig.ending(1).text);
  CHECK_EQUAL(drafting.rig.ending(2).num_predicted_right, 200U);
  CHECK_EQUAL(drafting.rig.ending(2).num_predicted_wrong, 1U);
}

TEST("drafts take no cells from others: with none to spare there are none") {
  RepeatingRig drafting(Speculation::kNgram, runner_limits(64, 2));
  for (RequestId id = 1; id <= 2; ++id) {
    Request request = greedy_request(id, {static_cast<Token>(id), 5, 6}, 29);
    request.sampling.ignore_end_of_generation = true;
    drafting.rig.accept(request);
  }
  drafting.rig.run_to_end();
  CHECK_EQUAL(drafting.rig.loop.stats().num_preemptions, 0U);
  CHECK_EQUAL(drafting.rig.loop.stats().num_evictions, 0U);
}

TEST("a step that finds no room for its drafts is computed without them") {
  RepeatingRig drafting(Speculation::kNgram, runner_limits(500, 1));
  drafting.rig.runner.before_decode = [](const Batch& batch) {
    const bool has_drafts = batch.size() > 1 && batch.wants_logits()[0] != 0;
    return has_drafts ? DecodeStatus::kNoRoom : DecodeStatus::kOk;
  };
  RepeatingRig plain(Speculation::kOff, runner_limits(500, 1));
  for (RepeatingRig* each : {&drafting, &plain}) {
    each->rig.accept(greedy_request(1, {2, 2, 2, 2, 2, 2}, 100));
    each->rig.run_to_end();
  }
  CHECK(drafting.rig.sink.faults.empty());
  CHECK(told(drafting.rig.ending(1)) == told(plain.rig.ending(1)));
}

TEST("where memory cannot be cut there are no drafts") {
  RunnerLimits limits = runner_limits(500, 2);
  limits.memory = {.can_cut = false, .can_share = false, .can_snapshot = true};
  RepeatingRig drafting(Speculation::kNgram, limits);
  drafting.rig.accept(greedy_request(1, {2, 2, 2, 2, 2, 2}, 100));
  drafting.rig.run_to_end();
  CHECK_EQUAL(drafting.rig.loop.stats().num_draft_tokens, 0U);
  CHECK_EQUAL(drafting.rig.ending(1).num_finishes, 1);
}

TEST("no step asks for more rows of logits than there are") {
  RunnerLimits limits = runner_limits(900, 4);
  limits.max_logits = 7;
  RepeatingRig drafting(Speculation::kNgram, limits);
  std::size_t most = 0;
  drafting.rig.runner.before_decode = [&](const Batch& batch) {
    std::size_t num_rows = 0;
    for (const std::int8_t wants : batch.wants_logits()) num_rows += wants != 0 ? 1 : 0;
    most = std::max(most, num_rows);
    return DecodeStatus::kOk;
  };
  for (RequestId id = 0; id < 8; ++id) {
    drafting.rig.accept(greedy_request(id, {static_cast<Token>(1 + id), 5, 6}, 100));
  }
  drafting.rig.run_to_end();
  CHECK(most <= 7);
  CHECK(drafting.rig.loop.stats().num_draft_tokens > 0);
}

}  // namespace
}  // namespace samewire
