#pragma once

#include <array>
#include <chrono>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "fixtures.h"
#include "loop/engine-loop.h"
#include "model/model.h"
#include "recording-sink.h"
#include "testing.h"
#include "timed-runner.h"

namespace samewire::testing {

/** What came of requests, and what it took. */
struct Answers {
  std::vector<Ending> endings;
  EngineStats stats;
};

/**
 * Four requests at once, one of them of two choices, on a clock for which what drafts is small: a pass
 * of it takes a twentieth of a step.
 *
 * @param drafting absent: nothing is drafted
 * @param prompt_end the last tokens of every prompt
 */
inline Answers timed_answers(const std::shared_ptr<const Model>& model,
                             std::unique_ptr<ModelRunner> model_runner,
                             std::optional<DraftModel> drafting, std::array<Token, 2> prompt_end,
                             float temperature = 0.0F) {
  std::chrono::steady_clock::time_point time{};
  const auto moves = [&](int milliseconds) {
    return [&time, milliseconds](const Batch&) { time += std::chrono::milliseconds(milliseconds); };
  };
  TimedRunner runner(std::move(model_runner), moves(20));
  if (drafting) {
    drafting->runner = std::make_unique<TimedRunner>(std::move(drafting->runner), moves(1));
    drafting->runner->prepare();
  }
  runner.prepare();
  RecordingSink sink;
  EngineLoop loop(runner, nullptr, *model->vocabulary(),
                  {.context_length = 250,
                   .speculation = drafting ? Speculation::kPrediction : Speculation::kOff,
                   .now = [&] { return time; }},
                  sink, drafting ? &*drafting : nullptr);
  for (RequestId id = 0; id < 4; ++id) {
    Request request = greedy_request(
        id, {1, static_cast<Token>(280 + 5 * id), prompt_end[0], prompt_end[1]}, 150);
    request.sampling.temperature = temperature;
    request.sampling.seed = 7 + id;
    request.sampling.ignore_end_of_generation = true;
    request.num_logprobs = 0;
    if (id == 3) request.num_choices = 2;
    loop.accept(std::make_shared<const Request>(std::move(request)));
  }
  for (int i = 0; loop.step(); ++i) CHECK(i < 5000);
  Answers result{.endings = {}, .stats = loop.stats()};
  for (const auto& [name, ending] : sink.choices) result.endings.push_back(ending);
  return result;
}

}  // namespace samewire::testing
