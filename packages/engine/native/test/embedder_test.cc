// Vectors of real models; what the queue before them promises is in groups_test.cc.
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "model-engine.h"
#include "testing.h"
#include "tiny-model-file.h"
#include "waiting-sink.h"

namespace samewire {
namespace {

using testing::RecordingSink;
using testing::TinyModelFile;
using testing::WaitingSink;

std::unique_ptr<ModelEngine> load(EventSink& sink, LoadOptions options) {
  options.num_slots = 4;
  options.num_threads = 1;
  return ModelEngine::load(options, [](float) { return true; }, sink);
}

EmbeddingRequest request_of(const ModelEngine& engine, RequestId id,
                            const std::vector<std::string>& texts) {
  EmbeddingRequest request;
  request.id = id;
  for (const std::string& text : texts) request.inputs.push_back(engine.tokenize(text, {}));
  return request;
}

std::vector<std::vector<float>> embed(ModelEngine& engine, WaitingSink& sink, RequestId id,
                                      const std::vector<std::string>& texts) {
  CHECK(!engine.submit(request_of(engine, id, texts)));
  std::vector<std::vector<float>> vectors;
  sink.wait([&](RecordingSink& recorded) {
    CHECK(!recorded.faults.contains(id));
    vectors.clear();
    for (std::uint32_t i = 0; i < texts.size(); ++i) {
      const auto known = recorded.vectors.find({id, i});
      if (known != recorded.vectors.end()) vectors.push_back(known->second);
    }
    return vectors.size() == texts.size();
  });
  return vectors;
}

bool are_close(const std::vector<float>& a, const std::vector<float>& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (std::abs(a[i] - b[i]) > 1e-3F) return false;
  }
  return true;
}

TEST("texts get the vectors they get alone, whatever they are packed with") {
  const std::vector<std::string> texts{"ba de", "x", "ki lo mu na re si"};
  for (const auto shape : {tiny::Memory::kBert, tiny::Memory::kQwen3, tiny::Memory::kBertRanker}) {
    const TinyModelFile file = TinyModelFile::random(1, shape);
    WaitingSink sink;
    const auto engine = load(sink, {.model_path = file.path()});
    const auto together = embed(*engine, sink, 1, texts);
    for (std::uint32_t i = 0; i < texts.size(); ++i) {
      CHECK(are_close(embed(*engine, sink, 10 + i, {texts[i]})[0], together[i]));
    }
    CHECK(!are_close(together[0], together[2]));
  }
}

TEST("a few short texts get the vectors that they get among many") {
  const TinyModelFile file = TinyModelFile::random(1, tiny::Memory::kBert);
  WaitingSink sink;
  const auto engine = load(sink, {.model_path = file.path()});
  const std::vector<std::string> few{"ba de", "x", "ki lo mu na re si"};
  // More than a tile of attention.
  std::vector<std::string> many = few;
  many.resize(64, "ki lo mu na re si");
  const auto among_many = embed(*engine, sink, 1, many);
  const auto alone = embed(*engine, sink, 2, few);
  for (std::size_t i = 0; i < few.size(); ++i) CHECK(are_close(alone[i], among_many[i]));
}

TEST("models with a state make vectors too, of one text at a time or several") {
  for (const auto shape : {tiny::Memory::kRecurrent, tiny::Memory::kHybrid}) {
    const TinyModelFile file = TinyModelFile::random(1, shape);
    WaitingSink sink;
    const auto engine = load(sink, {.model_path = file.path(), .embeddings = true});
    const auto together = embed(*engine, sink, 1, {" ba de", " ki lo mu"});
    CHECK(are_close(embed(*engine, sink, 2, {" ba de"})[0], together[0]));
    CHECK(are_close(embed(*engine, sink, 3, {" ki lo mu"})[0], together[1]));
  }
}

TEST("an encoder makes embeddings and nothing else") {
  const TinyModelFile file = TinyModelFile::random(1, tiny::Memory::kBert);
  WaitingSink sink;
  const auto engine = load(sink, {.model_path = file.path()});
  CHECK(!engine->info().can_generate);
  CHECK(engine->info().embedding->pooling == Pooling::kMean);
  Request request;
  request.prompt = {5, 6};
  CHECK(engine->submit(request)->code == ErrorCode::kUnsupported);
}

TEST("an encoder is of no use without embeddings") {
  const TinyModelFile file = TinyModelFile::random(1, tiny::Memory::kBert);
  WaitingSink sink;
  try {
    load(sink, {.model_path = file.path(), .embeddings = false});
    CHECK(false);
  } catch (const EngineException& error) {
    CHECK(error.fault().code == ErrorCode::kUnsupported);
  }
}

TEST("a model that was not made for embeddings makes none until it is told to") {
  const TinyModelFile file = TinyModelFile::random();
  WaitingSink sink;
  const auto engine = load(sink, {.model_path = file.path()});
  CHECK(!engine->info().embedding.has_value());
  CHECK(engine->submit(request_of(*engine, 1, {"ba"}))->code == ErrorCode::kUnsupported);
  const auto told = load(sink, {.model_path = file.path(), .embeddings = true});
  CHECK(told->info().embedding->pooling == Pooling::kLast);
}

TEST("a text longer than the limit is refused with both figures") {
  const TinyModelFile file = TinyModelFile::random(1, tiny::Memory::kBert);
  WaitingSink sink;
  const auto engine = load(sink, {.model_path = file.path(), .max_embedding_tokens = 8});
  const auto fault = engine->submit(request_of(*engine, 1, {"ba de ki lo mu na re si"}));
  CHECK(fault->code == ErrorCode::kContextLengthExceeded);
  CHECK_EQUAL(*fault->num_prompt_tokens, 10U);
  CHECK_EQUAL(*fault->context_length, 8U);
}

TEST("stopping ends texts that wait") {
  const TinyModelFile file = TinyModelFile::random(1, tiny::Memory::kBert);
  WaitingSink sink;
  const auto engine = load(sink, {.model_path = file.path()});
  CHECK(!engine->submit(request_of(*engine, 1, std::vector<std::string>(2000, "ba de ki lo"))));
  engine->stop();
  sink.wait([](RecordingSink& recorded) { return recorded.faults.contains(1); });
  CHECK(engine->submit(request_of(*engine, 2, {"ba"}))->code == ErrorCode::kClosed);
}

}  // namespace
}  // namespace samewire
