// However an answer goes on and whatever drafts cost, they never make it much slower.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <vector>

#include "fixtures.h"
#include "loop-rig.h"
#include "random.h"
#include "testing.h"

namespace samewire {
namespace {

using testing::FakeModelRunner;
using testing::greedy_request;
using testing::Random;
using testing::Rig;
using testing::runner_limits;

/** Milliseconds of a step, by its tokens. */
using StepMs = std::function<double(std::size_t num_tokens)>;
/** The next token, by all before it. */
using Says = std::function<Token(std::span<const Token> text)>;

struct Run {
  double milliseconds;
  EngineStats stats;
};

/** How long answers take, on a clock that only steps move. */
Run time_of(Speculation speculation, const Says& says, const StepMs& step_ms,
            const std::vector<Token>& prediction = {}, std::uint32_t num_requests = 1,
            std::uint32_t num_tokens = 200) {
  Generation::Clock::time_point time{};
  Rig rig(runner_limits(4000, 8), {.context_length = 900,
                                   .max_step_tokens = 64,
                                   .pace = {.step_ms = 1000.0},
                                   .speculation = speculation,
                                   .now = [&] { return time; }});
  rig.runner.write_logits = [&](std::span<const Token> text, std::span<float> logits) {
    logits[static_cast<std::size_t>(says(text))] = 1.0F;
  };
  double total = 0.0;
  rig.runner.after_decode = [&](const Batch& batch) {
    const double ms = step_ms(batch.size());
    total += ms;
    time += std::chrono::duration_cast<Generation::Clock::duration>(
        std::chrono::duration<double, std::milli>(ms));
  };
  for (RequestId id = 0; id < num_requests; ++id) {
    Request request = greedy_request(id, {static_cast<Token>(id + 1), 5, 6, 7}, num_tokens);
    request.sampling.ignore_end_of_generation = true;
    request.prediction = prediction;
    rig.accept(request);
  }
  rig.run_to_end();
  return {.milliseconds = total, .stats = rig.loop.stats()};
}

double speed_up(const Says& says, const StepMs& step_ms, const std::vector<Token>& prediction = {},
                std::uint32_t num_requests = 1) {
  return time_of(Speculation::kOff, says, step_ms, prediction, num_requests).milliseconds /
         time_of(Speculation::kNgram, says, step_ms, prediction, num_requests).milliseconds;
}

/** A small CPU: five rows take 3.6 times as long as one. */
double on_small_cpu(std::size_t num_tokens) {
  return 17.0 * (1.0 + 0.66 * static_cast<double>(num_tokens - 1));
}
/** A GPU: rows are nearly free. */
double on_gpu(std::size_t num_tokens) { return 10.0 + 0.1 * static_cast<double>(num_tokens); }

Token at_random(std::span<const Token> text) { return FakeModelRunner::next_token(text, 49) + 1; }
Token in_a_loop(std::span<const Token> text) { return static_cast<Token>(1 + text.size() % 9); }
/** Repeats what stood nine tokens ago, but for every `n`th token. */
Says mostly_in_a_loop(std::size_t n) {
  return [n](std::span<const Token> text) {
    const bool repeats = text.size() > 9 && text.size() % n != 0;
    return repeats ? text[text.size() - 9] : at_random(text);
  };
}

TEST("an answer that repeats nothing is as fast as without drafts") {
  CHECK(speed_up(at_random, on_small_cpu) >= 0.99);
  CHECK(speed_up(at_random, on_gpu) >= 0.99);
}

TEST("an answer that repeats itself is faster, most of all where rows cost little") {
  CHECK(speed_up(in_a_loop, on_small_cpu) > 1.15);
  CHECK(speed_up(in_a_loop, on_gpu) > 4.0);
}

TEST("an answer that repeats itself in part is not slower, wherever it stops to") {
  for (std::size_t n = 2; n < 40; ++n) {
    CHECK(speed_up(mostly_in_a_loop(n), on_small_cpu) >= 0.98);
    CHECK(speed_up(mostly_in_a_loop(n), on_gpu) >= 0.98);
  }
}

TEST("an answer that turns away whenever it is followed is hardly slower") {
  // It does what it can to be believed, and then something else.
  Random random(3);
  for (int round = 0; round < 60; ++round) {
    const std::size_t length = 3 + random.below(30);
    const std::size_t rest = 1 + random.below(20);
    const Says deceiver = [=](std::span<const Token> text) {
      const bool repeats = text.size() > 9 && text.size() % (length + rest) < length;
      return repeats ? text[text.size() - 9] : at_random(text);
    };
    const double ms_per_row = 0.05 * random.below(20);
    const StepMs step_ms = [=](std::size_t num_tokens) {
      return 10.0 * (1.0 + ms_per_row * static_cast<double>(num_tokens - 1));
    };
    CHECK(speed_up(deceiver, step_ms) >= 0.98);
  }
}

TEST("a prediction that is wrong all through costs next to nothing") {
  std::vector<Token> wrong;
  for (int i = 0; i < 200; ++i) wrong.push_back(static_cast<Token>(1 + i % 40));
  CHECK(speed_up(at_random, on_small_cpu, wrong) >= 0.98);
}

TEST("streams beside one another are not slower for the drafts of one") {
  const Says one_repeats = [](std::span<const Token> text) {
    return text[0] == 1 ? in_a_loop(text) : at_random(text);
  };
  CHECK(speed_up(one_repeats, on_small_cpu, {}, 4) >= 0.98);
  CHECK(speed_up(one_repeats, on_gpu, {}, 4) >= 0.98);
}

TEST("a machine that is held up now and then neither ends drafts nor is slowed by them") {
  int count = 0;
  const StepMs noisy = [&](std::size_t num_tokens) {
    return (++count % 23 == 0 ? 5.0 : 1.0) * (10.0 + 0.5 * static_cast<double>(num_tokens));
  };
  CHECK(speed_up(in_a_loop, noisy) > 2.0);
  count = 0;
  CHECK(speed_up(at_random, noisy) >= 0.97);
}

}  // namespace
}  // namespace samewire
