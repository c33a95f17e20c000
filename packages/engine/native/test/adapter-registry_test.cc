// Adapters that come and go while requests use them.
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "model-engine.h"
#include "testing.h"
#include "tiny-model-file.h"
#include "waiting-sink.h"

namespace samewire {
namespace {

using testing::TinyModelFile;
using testing::WaitingSink;

std::unique_ptr<ModelEngine> load(const TinyModelFile& file, EventSink& sink) {
  return ModelEngine::load(
      {.model_path = file.path(), .num_slots = 4, .kv_layout = KvLayout::kPooled, .num_threads = 1},
      [](float) { return true; }, sink);
}

/** Greedy text with some adapters. */
std::string text_with(ModelEngine& engine, WaitingSink& sink, RequestId id,
                      const std::vector<AdapterUse>& uses) {
  Request request;
  request.id = id;
  request.prompt = engine.tokenize(" ba de ki lo", {});
  request.max_tokens = 16;
  request.sampling.temperature = 0.0F;
  request.sampling.ignore_end_of_generation = true;
  request.adapters = engine.adapters(uses);
  CHECK(!engine.submit(request));
  return sink.wait_for(id).text;
}

Fault fault_of_use(ModelEngine& engine, const std::vector<AdapterUse>& uses) {
  try {
    engine.adapters(uses);
  } catch (const EngineException& error) {
    return error.fault();
  }
  throw testing::Failure("the adapters were taken");
}

TEST("an adapter changes the text of those that ask for it, and of nobody else") {
  const TinyModelFile file = TinyModelFile::random();
  const TinyModelFile adapter = TinyModelFile::adapter();
  WaitingSink sink;
  const auto engine = load(file, sink);
  engine->add_adapter("a", adapter.path());
  const std::string plain = text_with(*engine, sink, 1, {});
  const std::string adapted = text_with(*engine, sink, 2, {{"a", 1.0F}});
  CHECK(plain != adapted);
  CHECK_EQUAL(text_with(*engine, sink, 3, {}), plain);
  CHECK_EQUAL(text_with(*engine, sink, 4, {{"a", 1.0F}}), adapted);
  CHECK_EQUAL(text_with(*engine, sink, 5, {{"a", 0.0F}}), plain);
}

TEST("equal sets of adapters are one, whatever the order of their names") {
  const TinyModelFile file = TinyModelFile::random();
  const TinyModelFile first = TinyModelFile::adapter(1);
  const TinyModelFile second = TinyModelFile::adapter(2);
  WaitingSink sink;
  const auto engine = load(file, sink);
  engine->add_adapter("a", first.path());
  engine->add_adapter("b", second.path());
  const auto adapters = [&](const std::vector<AdapterUse>& uses) { return engine->adapters(uses); };
  const auto set = adapters({{"a", 1.0F}, {"b", 0.5F}});
  CHECK(set == adapters({{"b", 0.5F}, {"a", 1.0F}}));
  CHECK(set->key != adapters({{"b", 1.0F}, {"a", 0.5F}})->key);
  CHECK(set->key != adapters({{"a", 1.0F}})->key);
}

TEST("sets of the same files and scales have the same key in every process") {
  const TinyModelFile file = TinyModelFile::random();
  const TinyModelFile adapter = TinyModelFile::adapter();
  WaitingSink sink;
  const auto key_under = [&](const std::string& name) {
    const auto engine = load(file, sink);
    engine->add_adapter(name, adapter.path());
    return engine->adapters(std::vector<AdapterUse>{{name, 0.5F}})->key;
  };
  CHECK_EQUAL(key_under("a"), key_under("b"));
}

TEST("names that are not known, or come twice, are refused") {
  const TinyModelFile file = TinyModelFile::random();
  const TinyModelFile adapter = TinyModelFile::adapter();
  WaitingSink sink;
  const auto engine = load(file, sink);
  engine->add_adapter("a", adapter.path());
  CHECK_EQUAL(fault_of_use(*engine, {{"b", 1.0F}}).field, "adapters");
  CHECK_EQUAL(fault_of_use(*engine, {{"a", 1.0F}, {"a", 2.0F}}).field, "adapters");
}

TEST("a removed adapter is unknown, and another may have its name") {
  const TinyModelFile file = TinyModelFile::random();
  const TinyModelFile first = TinyModelFile::adapter(1);
  const TinyModelFile second = TinyModelFile::adapter(2);
  WaitingSink sink;
  const auto engine = load(file, sink);
  engine->add_adapter("a", first.path());
  const std::string before = text_with(*engine, sink, 1, {{"a", 1.0F}});
  CHECK(engine->remove_adapter("a"));
  CHECK(!engine->remove_adapter("a"));
  CHECK(fault_of_use(*engine, {{"a", 1.0F}}).code == ErrorCode::kInvalidParams);
  engine->add_adapter("a", second.path());
  CHECK(text_with(*engine, sink, 2, {{"a", 1.0F}}) != before);
}

TEST("adapters come and go while requests use them") {
  const TinyModelFile file = TinyModelFile::random();
  const TinyModelFile first = TinyModelFile::adapter(1);
  const TinyModelFile second = TinyModelFile::adapter(2);
  WaitingSink sink;
  const auto engine = load(file, sink);
  engine->add_adapter("a", first.path());
  const std::string expected = text_with(*engine, sink, 1, {{"a", 1.0F}});
  std::thread others([&] {
    for (int i = 0; i < 20; ++i) {
      engine->add_adapter("b", second.path());
      engine->remove_adapter("b");
    }
  });
  for (RequestId id = 2; id < 12; ++id) {
    CHECK_EQUAL(text_with(*engine, sink, id, {{"a", 1.0F}}), expected);
    text_with(*engine, sink, 100 + id, {});
  }
  others.join();
}

TEST("a file that is no adapter of this model is refused") {
  const TinyModelFile file = TinyModelFile::random();
  WaitingSink sink;
  const auto engine = load(file, sink);
  for (const std::string& path : {file.path(), std::string("/nowhere/adapter.gguf")}) {
    try {
      engine->add_adapter("a", path);
      CHECK(false);
    } catch (const EngineException& error) {
      CHECK(error.fault().code == ErrorCode::kModelLoadFailed);
    }
  }
}

}  // namespace
}  // namespace samewire
