// Drafts by a second model: answers are what they would be without, whatever the two models say and
// whatever becomes of the sequences.
#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "drafting-rig.h"
#include "fixtures.h"
#include "random-requests.h"
#include "random.h"
#include "testing.h"

namespace samewire {
namespace {

using testing::at_random;
using testing::DraftingOptions;
using testing::DraftingRig;
using testing::endless;
using testing::let_say;
using testing::long_prompt;
using testing::Random;
using testing::random_request;
using testing::run_all;
using testing::runner_limits;
using testing::some_grammar;
using testing::told;
using testing::write_close_logits;
using testing::write_draft_logits;

/** Many random requests, with what drafts and with nothing that does. */
void check_answers(bool by_layers) {
  std::uint64_t num_accepted = 0;
  std::uint64_t num_rejected = 0;
  std::uint64_t num_preemptions = 0;
  for (std::uint32_t seed = 0; seed < 60; ++seed) {
    // Cells for one answer, and for all of them; and as many of the draft model, or fewer.
    DraftingOptions options{.limits = runner_limits(seed % 3 == 0 ? 150 : 900, 4),
                            .draft_limits = runner_limits(seed % 2 == 0 ? 900 : 120, 4),
                            .context_length = 500,
                            .speculation = seed % 4 == 0 ? Speculation::kNgram
                                                         : Speculation::kPrediction,
                            .by_layers = by_layers};
    DraftingRig drafting(options);
    options.has_draft_model = false;
    options.speculation = Speculation::kOff;
    DraftingRig plain(options);
    Random random(seed);
    std::vector<Request> requests;
    std::vector<Request> same_requests;
    const auto grammar = some_grammar(plain.rig.vocabulary);
    const auto other_grammar = some_grammar(drafting.rig.vocabulary);
    for (RequestId id = 0; id < 6; ++id) {
      Random same = random;
      requests.push_back(random_request(id, random, grammar));
      same_requests.push_back(random_request(id, same, other_grammar));
    }
    for (DraftingRig* each : {&plain, &drafting}) {
      each->rig.runner.write_logits = write_close_logits;
      each->draft_runner->write_logits = write_draft_logits;
    }
    run_all(plain.rig, requests);
    run_all(drafting.rig, same_requests);
    CHECK_EQUAL(plain.rig.sink.faults, drafting.rig.sink.faults);
    for (const Request& request : requests) {
      for (std::uint32_t choice = 0; choice < request.num_choices; ++choice) {
        CHECK(told(plain.rig.ending(request.id, choice)) ==
              told(drafting.rig.ending(request.id, choice)));
      }
    }
    const EngineStats stats = drafting.rig.loop.stats();
    num_accepted += stats.model_drafts.num_accepted_tokens;
    num_rejected += stats.model_drafts.num_tokens - stats.model_drafts.num_accepted_tokens;
    num_preemptions += stats.num_preemptions;
    CHECK_EQUAL(stats.num_generated_tokens, plain.rig.loop.stats().num_generated_tokens);
  }
  CHECK(num_accepted > 1000);
  CHECK(num_rejected > 100);
  CHECK(num_preemptions > 0);
}

TEST("answers with a draft model are those without, drawn or not, within grammars, stops and crowds") {
  check_answers(false);
}

TEST("and so they are where layers of the model draft") {
  check_answers(true);
}

TEST("a text that drafts follow is preferred to the draft model where it is as often right") {
  DraftingRig drafting;
  Request request = endless(1, {3, 4, 5}, 200);
  request.num_logprobs = 0;
  drafting.rig.accept(request);
  drafting.rig.run_to_end();
  const std::uint64_t num_rounds = drafting.draft_runner->num_steps;
  request.id = 2;
  request.prediction = drafting.rig.ending(1).tokens;
  drafting.rig.accept(request);
  drafting.rig.run_to_end();
  CHECK(drafting.draft_runner->num_steps - num_rounds < num_rounds / 4);
  CHECK(told(drafting.rig.ending(1)) == told(drafting.rig.ending(2)));
}

TEST("a draft model that has not the tokens of a text is not asked") {
  DraftingRig drafting({.num_draft_vocab = 40});
  // It would be out of its vocabulary to read them.
  drafting.draft_runner->before_decode = [](const Batch& batch) {
    CHECK(std::ranges::all_of(batch.tokens(), [](Token token) { return token < 40; }));
    return DecodeStatus::kOk;
  };
  let_say(drafting.rig.runner, [](std::span<const Token> text) {
    return text[0] == 1 ? static_cast<Token>(1 + text.size() % 30) : at_random(text);
  });
  let_say(*drafting.draft_runner,
          [](std::span<const Token> text) { return static_cast<Token>(1 + text.size() % 30); });
  drafting.rig.accept(endless(1, {1, 2, 3}, 100));
  drafting.rig.run_to_end();
  const std::uint64_t num_drafts = drafting.rig.loop.stats().model_drafts.num_drafts;
  CHECK(num_drafts > 0);
  drafting.rig.accept(endless(2, {45, 2, 3}, 100));
  drafting.rig.run_to_end();
  CHECK_EQUAL(drafting.rig.loop.stats().model_drafts.num_drafts, num_drafts);
}

TEST("no draft goes beyond the longest text that the draft model can read") {
  DraftingRig drafting({.draft_context_length = 60});
  drafting.draft_runner->before_decode = [](const Batch& batch) {
    CHECK(std::ranges::all_of(batch.positions(), [](Position position) { return position < 60; }));
    return DecodeStatus::kOk;
  };
  drafting.rig.accept(endless(1, {1, 2, 3}, 200));
  drafting.rig.run_to_end();
  CHECK_EQUAL(drafting.rig.ending(1).num_generated, 200U);
  const DraftTotals totals = drafting.rig.loop.stats().model_drafts;
  CHECK(totals.num_accepted_tokens > 20);
  CHECK(totals.num_accepted_tokens < 60);
}

TEST("what a cancelled answer has left is found by the next that begins like it") {
  DraftingRig drafting;
  drafting.rig.accept(endless(1, long_prompt(40), 1000));
  while (drafting.rig.loop.stats().model_drafts.num_accepted_tokens < 100) {
    CHECK(drafting.rig.loop.step());
  }
  drafting.rig.loop.cancel(1);
  drafting.rig.run_to_end();
  const std::size_t num_read = drafting.draft_runner->num_computed_tokens;
  drafting.rig.accept(endless(2, long_prompt(40), 20));
  drafting.rig.run_to_end();
  CHECK_EQUAL(drafting.rig.ending(2).num_generated, 20U);
  CHECK(drafting.draft_runner->num_computed_tokens - num_read < 40);
}

TEST("prefixes are not read for others than those they belong to") {
  DraftingRig drafting;
  const auto num_read = [&](RequestId id, CacheScope scope) {
    const std::size_t before = drafting.draft_runner->num_computed_tokens;
    Request request = endless(id, long_prompt(60), 30);
    request.cache_scope = scope;
    drafting.rig.accept(request);
    drafting.rig.run_to_end();
    return drafting.draft_runner->num_computed_tokens - before;
  };
  CHECK(num_read(1, 5) > 60);
  CHECK(num_read(2, 5) < 60);
  CHECK(num_read(3, 6) > 60);
}

TEST("a long prompt is read by the draft model bit by bit, while streams keep half of their pace") {
  DraftingRig drafting({.limits = runner_limits(8000, 8), .context_length = 3000});
  double longest_ms = 0.0;
  drafting.draft_runner->after_decode = [&](const Batch& batch) {
    const double ms = 1.0 + 0.1 * static_cast<double>(batch.size());
    drafting.pass(ms);
    longest_ms = std::max(longest_ms, ms);
  };
  // Who reads 2000 tokens in a few steps, and who streams beside it.
  drafting.rig.accept(endless(1, {1, 2, 3}, 1200));
  for (int i = 0; i < 20; ++i) drafting.rig.loop.step();
  drafting.rig.accept(endless(2, long_prompt(2000), 600));
  drafting.rig.run_to_end();
  CHECK(drafting.draft_runner->num_computed_tokens > 2000 + 600);
  // A plain step of two takes 10.2 ms.
  CHECK(longest_ms < 12.0);
}

TEST("a short answer to a long prompt is not worth reading it") {
  DraftingRig drafting({.limits = runner_limits(8000, 8), .context_length = 3000});
  drafting.draft_runner->after_decode = [&](const Batch& batch) {
    drafting.pass(1.0 + 0.1 * static_cast<double>(batch.size()));
  };
  drafting.rig.accept(endless(1, long_prompt(2000), 10));
  drafting.rig.run_to_end();
  CHECK(drafting.draft_runner->num_computed_tokens < 100);
}

}  // namespace
}  // namespace samewire
