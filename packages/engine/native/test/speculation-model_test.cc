// Drafts on models that compute: what a batch of several tokens of one sequence gives is what one
// token after the other gives, in every kind of memory that can be cut.
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "alike-answers.h"
#include "model-engine.h"
#include "testing.h"
#include "tiny-model-file.h"
#include "waiting-sink.h"

namespace samewire {
namespace {

using testing::check_alike;
using testing::Ending;
using testing::TinyModelFile;
using testing::WaitingSink;

std::unique_ptr<ModelEngine> load(const TinyModelFile& file, EventSink& sink,
                                  Speculation speculation, KvLayout layout) {
  return ModelEngine::load({.model_path = file.path(),
                            .num_slots = 4,
                            .kv_layout = layout,
                            .num_threads = 1,
                            .speculation = speculation},
                           [](float) { return true; }, sink);
}

Request request_for(const ModelEngine& engine, RequestId id, const std::string& prompt) {
  Request request;
  request.id = id;
  request.prompt = engine.tokenize(prompt, {});
  request.max_tokens = 120;
  request.sampling.temperature = 0.0F;
  request.sampling.ignore_end_of_generation = true;
  request.num_logprobs = 2;
  return request;
}

const std::vector<std::string> kPrompts{"ba de ba de ba de ba de", " ki lo mu", "na na na na na",
                                        " re si to vu ba de ki"};

/** Each prompt alone, one after the other. */
std::vector<Ending> answers(const TinyModelFile& file, Speculation speculation, KvLayout layout,
                            const std::vector<Ending>& predictions = {}) {
  WaitingSink sink;
  const auto engine = load(file, sink, speculation, layout);
  std::vector<Ending> endings;
  for (RequestId id = 0; id < kPrompts.size(); ++id) {
    Request request = request_for(*engine, id, kPrompts[id]);
    if (!predictions.empty()) request.prediction = predictions[id].tokens;
    CHECK(!engine->submit(request));
    endings.push_back(sink.wait_for(id));
  }
  return endings;
}

TEST("drafts change neither text nor probabilities of a model, in either cache layout") {
  const TinyModelFile file = TinyModelFile::random(3);
  for (const KvLayout layout : {KvLayout::kPooled, KvLayout::kSeparate}) {
    const auto plain = answers(file, Speculation::kOff, layout);
    check_alike(answers(file, Speculation::kNgram, layout), plain);
    check_alike(answers(file, Speculation::kPrediction, layout, plain), plain);
  }
}

TEST("drafts change nothing where attention has a window") {
  const TinyModelFile file = TinyModelFile::random(4, tiny::Memory::kSlidingWindow);
  const auto plain = answers(file, Speculation::kOff, KvLayout::kPooled);
  check_alike(answers(file, Speculation::kPrediction, KvLayout::kPooled, plain), plain);
}

TEST("a prediction is of use where memory can be cut, unless drafts are switched off") {
  const auto can_predict = [](const TinyModelFile& file, Speculation speculation) {
    WaitingSink sink;
    return load(file, sink, speculation, KvLayout::kPooled)->info().can_predict;
  };
  CHECK(can_predict(TinyModelFile::random(), Speculation::kNgram));
  CHECK(can_predict(TinyModelFile::random(), Speculation::kPrediction));
  CHECK(!can_predict(TinyModelFile::random(), Speculation::kOff));
  CHECK(!can_predict(TinyModelFile::random(1, tiny::Memory::kHybrid), Speculation::kNgram));
}

TEST("predictions that come true are told, and computed together") {
  const TinyModelFile file = TinyModelFile::random(5);
  const auto plain = answers(file, Speculation::kOff, KvLayout::kPooled);
  WaitingSink sink;
  const auto engine = load(file, sink, Speculation::kPrediction, KvLayout::kPooled);
  for (RequestId id = 0; id < 20; ++id) {
    Request request = request_for(*engine, id, kPrompts[0]);
    request.prediction = plain[0].tokens;
    CHECK(!engine->submit(request));
    const Ending ending = sink.wait_for(id);
    check_alike({ending}, {plain[0]});
    CHECK_EQUAL(ending.num_predicted_right + ending.num_predicted_wrong, 120U);
    CHECK(ending.num_predicted_right > 0);
  }
  engine->stop();
  CHECK(engine->stats().num_accepted_draft_tokens > 0);
}

}  // namespace
}  // namespace samewire
