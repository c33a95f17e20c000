// Drafts by layers of the model itself, which read the states that it was in: a runner of theirs fails
// the test when a row has another state than that of all before it, or does not follow the last one.
#include <cstdint>
#include <vector>

#include "drafting-rig.h"
#include "fixtures.h"
#include "random-requests.h"
#include "testing.h"

namespace samewire {
namespace {

using testing::DraftingOptions;
using testing::DraftingRig;
using testing::endless;
using testing::greedy_request;
using testing::long_prompt;
using testing::runner_limits;
using testing::told;

const DraftingOptions kByLayers{.by_layers = true};

TEST("layers draft for an answer whose prompt was found in the cache, where no state is known") {
  DraftingRig drafting(kByLayers);
  drafting.rig.accept(endless(1, long_prompt(200), 100));
  drafting.rig.run_to_end();
  const std::uint64_t num_before = drafting.rig.loop.stats().model_drafts.num_accepted_tokens;
  const std::size_t num_read = drafting.draft_runner->num_computed_tokens;
  drafting.rig.accept(endless(2, long_prompt(200), 100));
  drafting.rig.run_to_end();
  CHECK(told(drafting.rig.ending(1)) == told(drafting.rig.ending(2)));
  CHECK_EQUAL(drafting.rig.loop.stats().num_cached_tokens, 199U);
  CHECK(drafting.rig.loop.stats().model_drafts.num_accepted_tokens > num_before + 50);
  // The prompt was not read: nothing is known of it.
  CHECK(drafting.draft_runner->num_computed_tokens - num_read < 250);
}

TEST("layers draft for choices of one request") {
  DraftingRig drafting(kByLayers);
  Request request = endless(1, long_prompt(100), 200);
  request.num_choices = 3;
  drafting.rig.accept(request);
  drafting.rig.run_to_end();
  for (std::uint32_t choice = 1; choice < 3; ++choice) {
    CHECK(drafting.rig.ending(1, choice).tokens == drafting.rig.ending(1).tokens);
  }
  CHECK(drafting.rig.loop.stats().model_drafts.num_accepted_tokens > 450);
}

TEST("an answer that gave up its cells for another is drafted for again when it goes on") {
  DraftingRig drafting({.limits = runner_limits(600, 1), .by_layers = true});
  DraftingRig plain({.limits = runner_limits(600, 1), .has_draft_model = false});
  for (DraftingRig* each : {&drafting, &plain}) {
    each->rig.accept(endless(1, long_prompt(20), 400));
    for (int i = 0; i < 20; ++i) each->rig.loop.step();
    Request urgent = endless(2, long_prompt(300, 7), 250);
    urgent.priority = 1;
    each->rig.accept(urgent);
    each->rig.run_to_end();
    CHECK_EQUAL(each->rig.loop.stats().num_preemptions, 1U);
  }
  for (RequestId id = 1; id <= 2; ++id) {
    CHECK(told(drafting.rig.ending(id)) == told(plain.rig.ending(id)));
  }
  CHECK(drafting.rig.loop.stats().model_drafts.num_accepted_tokens > 500);
}

TEST("a cancelled answer leaves the layers to the others") {
  DraftingRig drafting(kByLayers);
  for (RequestId id = 0; id < 30; ++id) {
    drafting.rig.accept(endless(id, long_prompt(10 + static_cast<std::uint32_t>(id)), 1000));
    drafting.rig.accept(endless(100 + id, long_prompt(5, 9), 60));
    for (int i = 0; i < 15; ++i) drafting.rig.loop.step();
    drafting.rig.loop.cancel(id);
  }
  drafting.rig.run_to_end();
  for (RequestId id = 100; id < 130; ++id) {
    CHECK_EQUAL(drafting.rig.ending(id).num_generated, 60U);
  }
  // They have sequences for all that run, and so for the last.
  const std::uint64_t num_before = drafting.rig.loop.stats().model_drafts.num_accepted_tokens;
  drafting.rig.accept(endless(200, {4, 5, 6}, 100));
  drafting.rig.run_to_end();
  CHECK(drafting.rig.loop.stats().model_drafts.num_accepted_tokens > num_before + 50);
}

TEST("layers draft for the next answer after a step has failed") {
  DraftingRig drafting(kByLayers);
  int count = 0;
  drafting.rig.runner.before_decode = [&](const Batch&) {
    return ++count == 30 ? DecodeStatus::kFailed : DecodeStatus::kOk;
  };
  drafting.rig.accept(endless(1, {1, 2, 3}, 900));
  drafting.rig.run_to_end();
  CHECK_EQUAL(drafting.rig.sink.faults.size(), 1U);
  const std::uint64_t num_before = drafting.rig.loop.stats().model_drafts.num_accepted_tokens;
  drafting.rig.accept(endless(2, {2, 2, 3}, 200));
  drafting.rig.run_to_end();
  CHECK_EQUAL(drafting.rig.ending(2).num_generated, 200U);
  CHECK(drafting.rig.loop.stats().model_drafts.num_accepted_tokens > num_before + 100);
}

TEST("of a long prompt the layers read the end, and not before an answer has become long") {
  DraftingRig drafting({.limits = runner_limits(8000, 8), .context_length = 3000, .by_layers = true});
  drafting.rig.accept(endless(1, long_prompt(2000), 300));
  for (int i = 0; i < 33; ++i) drafting.rig.loop.step();
  CHECK_EQUAL(drafting.draft_runner->num_computed_tokens, 0U);
  drafting.rig.run_to_end();
  CHECK(drafting.rig.loop.stats().model_drafts.num_accepted_tokens > 200);
  CHECK(drafting.draft_runner->num_computed_tokens > 500);
  CHECK(drafting.draft_runner->num_computed_tokens < 1400);
}

TEST("where sequences have cells of their own, states are known of what has logits") {
  RunnerLimits limits = runner_limits(4000, 8);
  limits.memory.is_pooled = false;
  limits.memory.can_share = false;
  DraftingRig drafting({.limits = limits, .context_length = 490, .by_layers = true});
  drafting.rig.accept(endless(1, long_prompt(100), 200));
  drafting.rig.accept(endless(2, long_prompt(100, 5), 200));
  drafting.rig.run_to_end();
  CHECK(drafting.rig.loop.stats().model_drafts.num_accepted_tokens > 250);
}

TEST("states that nobody asks for are not kept for ever") {
  // Rows as dear as steps: no draft is worth it.
  DraftingRig drafting({.by_layers = true, .step_ms = [](std::size_t num_tokens) {
                          return 10.0 * static_cast<double>(num_tokens);
                        }});
  drafting.rig.accept(endless(1, {1, 2, 3}, 1400));
  drafting.rig.run_to_end();
  CHECK_EQUAL(drafting.rig.ending(1).num_generated, 1400U);
  CHECK(drafting.draft_runner->num_computed_tokens < 50);
}

TEST("a prompt is read as ever where nothing has been drafted for long") {
  DraftingRig drafting({.by_layers = true, .step_ms = [](std::size_t num_tokens) {
                          return 10.0 * static_cast<double>(num_tokens);
                        }});
  std::size_t num_states = 0;
  const auto read_prompt = [&](RequestId id) {
    num_states = drafting.rig.runner.states->size();
    drafting.rig.accept(greedy_request(id, long_prompt(60, static_cast<Token>(id)), 1));
    drafting.rig.run_to_end();
    return drafting.rig.runner.states->size() - num_states;
  };
  CHECK(read_prompt(1) > 50);
  drafting.rig.accept(endless(2, {1, 2, 3}, 600));
  drafting.rig.run_to_end();
  CHECK(read_prompt(3) < 5);
}

}  // namespace
}  // namespace samewire
