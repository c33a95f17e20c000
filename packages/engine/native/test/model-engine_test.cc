#include "model-engine.h"

#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "testing.h"
#include "tiny-model-file.h"
#include "waiting-sink.h"

namespace samewire {
namespace {

using testing::TinyModelFile;
using testing::WaitingSink;

bool go_on(float /*fraction*/) { return true; }

/** One thread: the thread sanitizer cannot see how OpenMP's threads wait for one another. */
std::unique_ptr<ModelEngine> load(const TinyModelFile& file, EventSink& sink,
                                  KvLayout layout = KvLayout::kAuto) {
  return ModelEngine::load(
      {.model_path = file.path(), .num_slots = 4, .kv_layout = layout, .num_threads = 1}, go_on,
      sink);
}

Request greedy(const ModelEngine& engine, RequestId id, const std::string& prompt,
               std::uint32_t max_tokens) {
  Request request;
  request.id = id;
  request.prompt = engine.tokenize(prompt, {});
  request.max_tokens = max_tokens;
  request.sampling.temperature = 0.0F;
  request.sampling.ignore_end_of_generation = true;
  return request;
}

/** The text of a request that runs alone in a fresh engine. */
std::string text_alone(const TinyModelFile& file, const std::string& prompt,
                       std::uint32_t max_tokens) {
  WaitingSink sink;
  const auto engine = load(file, sink);
  CHECK(!engine->submit(greedy(*engine, 1, prompt, max_tokens)));
  return sink.wait_for(1).text;
}

Fault load_fault(const std::string& path, const AttentionOptions& attention = {}) {
  WaitingSink sink;
  try {
    ModelEngine::load({.model_path = path, .attention = attention, .num_threads = 1}, go_on, sink);
  } catch (const EngineException& error) {
    return error.fault();
  }
  throw testing::Failure("the model was loaded");
}

TEST("the speaking model says what its weights were made for") {
  const TinyModelFile file = TinyModelFile::speaking();
  WaitingSink sink;
  const auto engine = load(file, sink);
  Request request;
  request.id = 1;
  request.prompt = engine->tokenize(
      engine->render_chat({.messages = {{.role = "user", .content = "Hello"}}}), {});
  CHECK(!engine->submit(request));
  const auto ending = sink.wait_for(1);
  CHECK(ending.reason == FinishReason::kStopToken);
  CHECK(ending.text.find("I am the tiny model built into samewire") != std::string::npos);
}

/** The answer to a conversation that offers the tool, or does not. */
testing::Ending answer_to(ModelEngine& engine, WaitingSink& sink, RequestId id, bool has_tools) {
  Chat chat{.messages = {{.role = "user", .content = "Weather?"}}};
  if (has_tools) {
    chat.tools.push_back({.name = "get_weather",
                          .description = "Weather of a place",
                          .parameters = R"({"type":"object","properties":{"city":{"type":"string"}}})"});
  }
  ChatPrompt prompt = engine.tokenize_chat(chat);
  Request request;
  request.id = id;
  request.prompt = std::move(prompt.tokens);
  request.output = prompt.answer.output;
  request.shown_tokens = prompt.answer.shown_tokens;
  CHECK(!engine.submit(request));
  return sink.wait_for(id);
}

TEST("an answer to a chat is told apart as reasoning, content and calls") {
  const TinyModelFile file = TinyModelFile::calling();
  WaitingSink sink;
  const auto engine = load(file, sink);
  CHECK(engine->info().chat_capabilities.tools);
  CHECK(engine->info().chat_capabilities.reasoning);
  const auto called = answer_to(*engine, sink, 1, true);
  CHECK_EQUAL(called.reasoning, std::string("The weather is asked for.\n"));
  CHECK_EQUAL(called.text, std::string("Let me look.\n"));
  CHECK_EQUAL(called.calls, (std::vector<std::string>{"get_weather({\"city\": \"Zürich\"}"}));
  const auto untold = answer_to(*engine, sink, 2, false);
  CHECK(untold.calls.empty());
  CHECK(untold.text.find("<tool_call>") != std::string::npos);
}

TEST("requests that run together get the text they get alone, in either cache layout") {
  const TinyModelFile file = TinyModelFile::random();
  const std::vector<std::string> prompts{"ba de", " ki lo mu", "na", " re si to vu ba de ki"};
  for (const KvLayout layout : {KvLayout::kPooled, KvLayout::kSeparate}) {
    WaitingSink sink;
    const auto engine = load(file, sink, layout);
    for (RequestId id = 0; id < 4; ++id) {
      CHECK(!engine->submit(greedy(*engine, id, prompts[id], 24)));
    }
    for (RequestId id = 0; id < 4; ++id) {
      CHECK_EQUAL(sink.wait_for(id).text, text_alone(file, prompts[id], 24));
    }
  }
}

TEST("a prompt whose beginning is cached gets the text it gets without a cache") {
  const TinyModelFile file = TinyModelFile::random(2);
  for (const KvLayout layout : {KvLayout::kPooled, KvLayout::kSeparate}) {
    WaitingSink sink;
    const auto engine = load(file, sink, layout);
    CHECK(!engine->submit(greedy(*engine, 1, " ba de ki lo mu na re si", 16)));
    sink.wait_for(1);
    CHECK(!engine->submit(greedy(*engine, 2, " ba de ki lo mu ta tu", 16)));
    const auto second = sink.wait_for(2);
    CHECK(second.num_cached > 0);
    CHECK_EQUAL(second.text, text_alone(file, " ba de ki lo mu ta tu", 16));
  }
}

TEST("text survives the way to tokens and back, whatever it is") {
  const TinyModelFile file = TinyModelFile::random();
  WaitingSink sink;
  const auto engine = load(file, sink);
  for (const std::string text : {"plain", " ba de", "Grüße, 日本 😀\n\t", "\x01 \xC2\xA0"}) {
    const auto tokens = engine->tokenize(text, {.add_special = false, .parse_special = false});
    CHECK_EQUAL(engine->detokenize(tokens), text);
  }
}

TEST("special tokens are recognised only when asked for") {
  const TinyModelFile file = TinyModelFile::random();
  WaitingSink sink;
  const auto engine = load(file, sink);
  const auto count = [&](bool parse_special) {
    return engine->tokenize("<|im_end|>", {.add_special = false, .parse_special = parse_special})
        .size();
  };
  CHECK_EQUAL(count(true), 1U);
  CHECK(count(false) > 1U);
}

TEST("a file that is no model is refused with llama.cpp's reason") {
  const std::string path = std::filesystem::temp_directory_path() / "samewire-test-no-model.gguf";
  std::ofstream(path) << "This is no GGUF file at all.";
  const Fault fault = load_fault(path);
  std::filesystem::remove(path);
  CHECK(fault.code == ErrorCode::kModelLoadFailed);
  CHECK(fault.message.find("magic") != std::string::npos);
}

TEST("a file that is not there is refused") {
  CHECK(load_fault("/nowhere/model.gguf").code == ErrorCode::kModelLoadFailed);
}

TEST("a type that a KV cache cannot have is refused with those it can have") {
  const TinyModelFile file = TinyModelFile::random();
  const Fault fault = load_fault(file.path(), {.value_type = "q3_k"});
  CHECK(fault.code == ErrorCode::kInvalidParams);
  CHECK_EQUAL(fault.field, "cacheTypeV");
  CHECK(fault.message.find("'q3_k'") != std::string::npos);
  CHECK(fault.message.find("f16, bf16, q8_0") != std::string::npos);
}

TEST("a type of the KV cache that does not go with a model is refused with the reason") {
  const TinyModelFile file = TinyModelFile::random();
  const Fault fault = load_fault(file.path(), {.flash = FlashAttention::kOff, .value_type = "q8_0"});
  CHECK(fault.code == ErrorCode::kInvalidParams);
  CHECK(fault.message.find("requires flash_attn") != std::string::npos);
}

TEST("loading can be given up") {
  const TinyModelFile file = TinyModelFile::random();
  WaitingSink sink;
  try {
    ModelEngine::load({.model_path = file.path()}, [](float) { return false; }, sink);
    CHECK(false);
  } catch (const EngineException& error) {
    CHECK(error.fault().code == ErrorCode::kModelLoadFailed);
  }
}

TEST("stopping in the middle of a long prompt does not wait for its end") {
  const TinyModelFile file = TinyModelFile::random();
  WaitingSink sink;
  const auto engine = load(file, sink);
  for (RequestId id = 0; id < 4; ++id) {
    CHECK(!engine->submit(greedy(*engine, id, std::string(200, 'x'), 20)));
  }
  engine->stop();
  CHECK(engine->submit(greedy(*engine, 9, "x", 1))->code == ErrorCode::kClosed);
}

}  // namespace
}  // namespace samewire
