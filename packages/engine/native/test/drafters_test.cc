// What holds of everything that computes drafts, a second model or layers of the served one.
#include <cstdint>
#include <functional>
#include <memory>

#include "drafting-rig.h"
#include "media/content-hash.h"
#include "media/media-chunk.h"
#include "testing.h"

namespace samewire {
namespace {

using testing::adapter_set;
using testing::at_random;
using testing::DraftingRig;
using testing::endless;
using testing::let_say;
using testing::mostly;

/** Checks the same with a draft model, and with layers. */
void for_both(const std::function<void(DraftingRig&)>& check) {
  for (const bool by_layers : {false, true}) {
    DraftingRig drafting({.by_layers = by_layers});
    check(drafting);
  }
}

TEST("drafts that are right save steps, for several answers in the same rounds") {
  for_both([](DraftingRig& drafting) {
    for (RequestId id = 0; id < 4; ++id) {
      drafting.rig.accept(endless(id, {static_cast<Token>(id + 1), 7}, 300));
    }
    drafting.rig.run_to_end();
    const EngineStats stats = drafting.rig.loop.stats();
    CHECK_EQUAL(stats.num_generated_tokens, 1200U);
    CHECK(stats.num_steps < 60);
    CHECK(stats.model_drafts.num_accepted_tokens > 1000);
    CHECK_EQUAL(stats.model_drafts.num_accepted_tokens, stats.num_accepted_draft_tokens);
    // Every round gives all of them a token.
    CHECK(drafting.draft_runner->num_steps < 420);
  });
}

TEST("where drafts are wrong, they go on from what was sampled") {
  for_both([](DraftingRig& drafting) {
    let_say(*drafting.draft_runner, mostly(at_random, 4));
    drafting.rig.accept(endless(1, {3, 4, 5}, 400));
    drafting.rig.run_to_end();
    const DraftTotals totals = drafting.rig.loop.stats().model_drafts;
    CHECK(totals.num_accepted_tokens > 150);
    CHECK(totals.num_accepted_tokens < totals.num_tokens);
  });
}

TEST("requests with adapters are drafted for without them") {
  for_both([](DraftingRig& drafting) {
    drafting.rig.runner.write_logits = nullptr;
    drafting.draft_runner->write_logits = nullptr;
    Request request = endless(1, {3, 4, 5}, 100);
    request.adapters = adapter_set(7);
    drafting.rig.accept(request);
    drafting.rig.run_to_end();
    CHECK_EQUAL(drafting.rig.ending(1).num_generated, 100U);
    CHECK(drafting.rig.loop.stats().model_drafts.num_tokens > 0);
  });
}

TEST("an answer that looks at pictures is not drafted for") {
  for_both([](DraftingRig& drafting) {
    auto chunk = std::make_shared<MediaChunk>();
    chunk->tokens = ContentHash::of("a picture").tokens(0, 5);
    chunk->num_positions = 5;
    Request request = endless(1, {3, 4, 5}, 100);
    request.prompt.insert(request.prompt.end(), chunk->tokens.begin(), chunk->tokens.end());
    request.prompt.push_back(9);
    request.media.push_back({.begin = 3, .chunk = chunk});
    drafting.rig.accept(request);
    drafting.rig.run_to_end();
    CHECK_EQUAL(drafting.rig.ending(1).num_generated, 100U);
    CHECK_EQUAL(drafting.draft_runner->num_steps, 0U);
  });
}

TEST("what drafts and fails is left, and answers go on") {
  for (const DecodeStatus status : {DecodeStatus::kFailed, DecodeStatus::kOutOfMemory}) {
    for_both([&](DraftingRig& drafting) {
      int count = 0;
      drafting.draft_runner->before_decode = [&](const Batch&) {
        return ++count < 10 ? DecodeStatus::kOk : status;
      };
      drafting.rig.accept(endless(1, {1, 2, 3}, 300));
      drafting.rig.run_to_end();
      CHECK(drafting.rig.sink.faults.empty());
      CHECK_EQUAL(drafting.rig.ending(1).num_generated, 300U);
      CHECK_EQUAL(count, 10);
    });
  }
}

TEST("what drafts and finds no room leaves those answers, and takes others up") {
  for_both([](DraftingRig& drafting) {
    int count = 0;
    drafting.draft_runner->before_decode = [&](const Batch&) {
      return ++count == 10 ? DecodeStatus::kNoRoom : DecodeStatus::kOk;
    };
    drafting.rig.accept(endless(1, {1, 2, 3}, 300));
    drafting.rig.run_to_end();
    CHECK_EQUAL(drafting.rig.ending(1).num_generated, 300U);
    CHECK_EQUAL(count, 10);
    drafting.rig.accept(endless(2, {2, 2, 3}, 300));
    drafting.rig.run_to_end();
    CHECK(count > 100);
  });
}

}  // namespace
}  // namespace samewire
