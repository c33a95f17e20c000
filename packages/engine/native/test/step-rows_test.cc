#include <chrono>
#include <cstddef>
#include <string>
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

/** Reads a long text, and then a question of 40 tokens behind it. */
struct FilledRig {
  explicit FilledRig(bool can_fill, std::uint32_t num_cells = 2000)
      : rig(limits(can_fill, num_cells), {.context_length = 1000, .max_step_tokens = 512}) {
    rig.runner.after_decode = [this](const Batch& batch) { steps.push_back(batch.size()); };
  }

  static RunnerLimits limits(bool can_fill, std::uint32_t num_cells) {
    constexpr std::uint32_t kNumSequences = 4;
    RunnerLimits limits = runner_limits(num_cells, kNumSequences);
    limits.max_batch_tokens = 512;
    limits.tile_is_dense = true;
    limits.cells_per_row = 100;
    if (can_fill) limits.filler = static_cast<SequenceId>(kNumSequences);
    return limits;
  }

  std::string answer() {
    std::vector<Token> prompt(kTextLength, 1);
    rig.accept(greedy_request(1, prompt, 1));
    rig.run_to_end();
    steps.clear();
    prompt.insert(prompt.end(), kQuestionLength, 2);
    Request question = greedy_request(2, prompt, 10);
    question.sampling.ignore_end_of_generation = true;
    rig.accept(std::move(question));
    rig.run_to_end();
    return rig.ending(2).text;
  }

  static constexpr std::size_t kTextLength = 500;
  static constexpr std::size_t kQuestionLength = 40;
  std::vector<std::size_t> steps;
  Rig rig;
};

TEST("a question behind a long text is read in a whole tile, and answered alike") {
  FilledRig filled(true);
  FilledRig plain(false);
  CHECK(filled.answer() == plain.answer());
  CHECK_EQUAL(plain.steps.front(), FilledRig::kQuestionLength);
  CHECK_EQUAL(filled.steps.front(), 64U);
  CHECK_EQUAL(filled.steps.back(), 1U);
  CHECK_EQUAL(filled.rig.runner.num_filler_cells, 0U);
}

TEST("nothing fills a tile where there are no cells for it") {
  FilledRig filled(true, 550);
  CHECK(filled.answer() == FilledRig(false).answer());
  CHECK_EQUAL(filled.steps.front(), FilledRig::kQuestionLength);
}

TEST("a step is computed without what fills it, if that finds no room") {
  FilledRig filled(true);
  filled.rig.runner.before_decode = [](const Batch& batch) {
    const bool is_filled = batch.sequences().back() == 4;
    return is_filled ? DecodeStatus::kNoRoom : DecodeStatus::kOk;
  };
  CHECK(filled.answer() == FilledRig(false).answer());
  CHECK_EQUAL(filled.steps.front(), FilledRig::kQuestionLength);
}

}  // namespace
}  // namespace samewire
