#include <chrono>
#include <cstddef>
#include <vector>

#include "fixtures.h"
#include "loop-rig.h"
#include "testing.h"

namespace samewire {
namespace {

using testing::greedy_request;
using testing::Rig;
using testing::runner_limits;

constexpr std::uint32_t kNumStreams = 16;
constexpr std::size_t kStreamLength = 40;

/** A model that takes 10 ms for each row, and looks at all cells of a tile's rows. */
struct TimedRig {
  TimedRig() : rig(limits(), options()) {
    rig.runner.after_decode = [this](const Batch& batch) {
      now += std::chrono::milliseconds(10 * batch.size());
      last_step = batch.size();
    };
  }

  static RunnerLimits limits() {
    RunnerLimits limits = runner_limits(20'000, kNumStreams + 1);
    limits.max_batch_tokens = 512;
    limits.tile_is_dense = true;
    return limits;
  }
  LoopOptions options() {
    return {.context_length = 2000, .max_step_tokens = 512, .now = [this] { return now; }};
  }

  void accept(RequestId id, std::size_t num_prompt, std::uint32_t max_tokens) {
    Request request =
        greedy_request(id, std::vector<Token>(num_prompt, static_cast<Token>(id)), max_tokens);
    request.sampling.ignore_end_of_generation = true;
    rig.accept(std::move(request));
  }

  std::chrono::steady_clock::time_point now;
  std::size_t last_step = 0;
  Rig rig;
};

TEST("a long prompt and the streams beside it take steps in turn") {
  TimedRig timed;
  for (RequestId id = 1; id <= kNumStreams; ++id) timed.accept(id, kStreamLength, 500);
  while (timed.last_step != kNumStreams) CHECK(timed.rig.loop.step());
  constexpr std::uint32_t kTile = 64;
  timed.accept(kNumStreams + 1, 15 * kTile + 40, 1);
  for (int i = 0; i < 15; ++i) {
    CHECK(timed.rig.loop.step());
    CHECK_EQUAL(timed.last_step, kTile + (i == 0 ? 40U : 0U));
    CHECK(timed.rig.loop.step());
    CHECK_EQUAL(timed.last_step, std::size_t{kNumStreams});
  }
}

TEST("a short prompt is read in the same step as the streams go on") {
  TimedRig timed;
  for (RequestId id = 1; id <= kNumStreams; ++id) timed.accept(id, kStreamLength, 500);
  while (timed.last_step != kNumStreams) CHECK(timed.rig.loop.step());
  timed.accept(kNumStreams + 1, 30, 1);
  CHECK(timed.rig.loop.step());
  CHECK_EQUAL(timed.last_step, kNumStreams + std::size_t{30});
}

}  // namespace
}  // namespace samewire
