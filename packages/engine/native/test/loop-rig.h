#pragma once

#include <cstdint>
#include <memory>
#include <utility>

#include "fake-embedder.h"
#include "fake-model-runner.h"
#include "fixtures.h"
#include "loop/engine-loop.h"
#include "recording-sink.h"
#include "testing.h"

namespace samewire::testing {

/** A loop over a fake model, driven by hand. */
struct Rig {
  explicit Rig(RunnerLimits limits = runner_limits(), std::uint32_t context_length = 100)
      : Rig(limits, LoopOptions{.context_length = context_length, .max_step_tokens = 32}) {}
  Rig(RunnerLimits limits, const LoopOptions& options, const DraftModel* draft_model = nullptr)
      : runner(limits), loop(runner, &embedder, vocabulary, options, sink, draft_model) {}

  void accept(Request request) { loop.accept(std::make_shared<const Request>(std::move(request))); }
  void accept(EmbeddingRequest request) {
    loop.accept(std::make_shared<const EmbeddingRequest>(std::move(request)));
  }
  void run_to_end() {
    for (int i = 0; loop.step(); ++i) CHECK(i < 100000);
  }
  const Ending& ending(RequestId request, std::uint32_t choice = 0) {
    return sink.choices[{request, choice}];
  }

  Vocabulary vocabulary = number_vocabulary();
  FakeModelRunner runner;
  FakeEmbedder embedder;
  RecordingSink sink;
  EngineLoop loop;
};

}  // namespace samewire::testing
