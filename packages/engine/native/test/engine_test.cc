#include "loop/engine.h"

#include <future>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "fake-embedder.h"
#include "fake-model-runner.h"
#include "fixtures.h"
#include "testing.h"
#include "waiting-sink.h"

namespace samewire {
namespace {

using testing::expected_text;
using testing::FakeEmbedder;
using testing::FakeModelRunner;
using testing::greedy_request;
using testing::number_vocabulary;
using testing::RecordingSink;
using testing::runner_limits;
using testing::WaitingSink;

std::unique_ptr<Engine> make_engine(EventSink& sink, std::uint32_t max_waiting = 1000) {
  return std::make_unique<Engine>(
      std::make_unique<FakeModelRunner>(runner_limits(512, 8)), nullptr,
      std::make_shared<const Vocabulary>(number_vocabulary()),
      EngineOptions{.loop = {.context_length = 100}, .max_waiting = max_waiting}, sink);
}

TEST("requests submitted from many threads all end with their own text") {
  WaitingSink sink;
  const auto engine = make_engine(sink);
  std::vector<std::thread> clients;
  for (RequestId client = 0; client < 4; ++client) {
    clients.emplace_back([&, client] {
      for (RequestId i = 0; i < 25; ++i) {
        const RequestId id = client * 100 + i;
        CHECK(!engine->submit(greedy_request(id, {static_cast<Token>(1 + id % 40)}, 9)));
        if (i % 5 == 4) engine->cancel(id);
      }
    });
  }
  for (std::thread& client : clients) client.join();
  sink.wait([](const RecordingSink& recorded) {
    int num_ended = 0;
    for (const auto& [key, ending] : recorded.choices) num_ended += ending.num_finishes;
    return num_ended == 100;
  });
  sink.wait([](const RecordingSink& recorded) {
    for (const auto& [key, ending] : recorded.choices) {
      if (ending.reason == FinishReason::kCancelled) continue;
      const auto first = static_cast<Token>(1 + key.first % 40);
      CHECK_EQUAL(ending.text, expected_text({first}, 9, number_vocabulary()));
    }
    return true;
  });
}

TEST("a request that cannot run is refused before it is queued") {
  WaitingSink sink;
  const auto engine = make_engine(sink);
  const auto fault = engine->submit(greedy_request(1, {1, 2}, 500));
  CHECK(fault->code == ErrorCode::kContextLengthExceeded);
}

TEST("a full queue of embeddings refuses more, and takes them again when it is empty") {
  WaitingSink sink;
  std::promise<void> may_go_on;
  std::shared_future<void> goes_on = may_go_on.get_future().share();
  auto embedder = std::make_unique<FakeEmbedder>();
  embedder->after_step = [goes_on](std::size_t) { goes_on.wait(); };
  Engine engine(std::make_unique<FakeModelRunner>(runner_limits(512, 8)), std::move(embedder),
                std::make_shared<const Vocabulary>(number_vocabulary()),
                EngineOptions{.loop = {.context_length = 100}, .max_waiting = 3}, sink);
  const auto submit = [&](RequestId id) { 
    return engine.submit(EmbeddingRequest{.id = id, .inputs = {{1, 2}}});
  };
  for (RequestId id = 0; id < 3; ++id) CHECK(!submit(id));
  CHECK(submit(3)->code == ErrorCode::kQueueFull);
  CHECK(submit(3)->retry_after_ms.has_value());
  may_go_on.set_value();
  sink.wait([](RecordingSink& recorded) { return recorded.vectors.size() == 3; });
  while (submit(4)) std::this_thread::yield();
  sink.wait([](RecordingSink& recorded) { return recorded.vectors.contains({4, 0}); });
}

TEST("a full queue refuses more, and says so") {
  WaitingSink sink;
  sink.hold_when([](const RecordingSink&) { return true; });
  const auto engine = make_engine(sink, 2);
  std::optional<Fault> refusal;
  // Eight run; of the rest only a few can have been taken in before the first step.
  for (RequestId id = 0; id < 200 && !refusal; ++id) {
    refusal = engine->submit(greedy_request(id, {1}, 99));
  }
  sink.let_go();
  CHECK(refusal.has_value());
  CHECK(refusal->code == ErrorCode::kQueueFull);
}

TEST("stopping ends every request and refuses new ones") {
  WaitingSink sink;
  const auto engine = make_engine(sink);
  for (RequestId id = 0; id < 20; ++id) {
    Request request = greedy_request(id, {1}, 90);
    request.sampling.ignore_end_of_generation = true;
    CHECK(!engine->submit(request));
  }
  engine->stop();
  sink.wait([](const RecordingSink& recorded) {
    std::size_t num_ended = recorded.faults.size();
    for (const auto& [key, ending] : recorded.choices) {
      num_ended += static_cast<std::size_t>(ending.num_finishes);
    }
    return num_ended == 20;
  });
  CHECK(engine->submit(greedy_request(99, {1}, 1))->code == ErrorCode::kClosed);
  engine->stop();
}

TEST("an engine that cannot compute a first step is not made") {
  WaitingSink sink;
  auto runner = std::make_unique<FakeModelRunner>(runner_limits());
  runner->fails_to_prepare = true;
  try {
    const Engine engine(std::move(runner), nullptr, std::make_shared<const Vocabulary>(number_vocabulary()),
                        {.loop = {.context_length = 100}}, sink);
  } catch (const EngineException& error) {
    CHECK(error.fault().code == ErrorCode::kOutOfMemory);
    return;
  }
  CHECK(false);
}

TEST("an exception in the loop ends every request instead of the process") {
  WaitingSink sink;
  auto runner = std::make_unique<FakeModelRunner>(runner_limits());
  runner->before_decode = [](const Batch&) -> DecodeStatus { throw std::bad_alloc(); };
  Engine engine(std::move(runner), nullptr, std::make_shared<const Vocabulary>(number_vocabulary()),
                {.loop = {.context_length = 100}}, sink);
  CHECK(!engine.submit(greedy_request(1, {1}, 5)));
  sink.wait([](const RecordingSink& recorded) { return recorded.faults.contains(1); });
}

}  // namespace
}  // namespace samewire
