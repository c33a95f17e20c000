#include "loop/output-reader.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "chat/chat-format.h"
#include "fixtures.h"
#include "recording-sink.h"
#include "scripted-answers.h"
#include "template-files.h"
#include "testing.h"
#include "waiting-sink.h"

using namespace samewire;
using namespace samewire::testing;

namespace {

std::shared_ptr<const OutputSyntax> qwen_syntax() {
  return ChatFormat(template_named("Qwen-Qwen3-0.6B").source).render(tool_chat()).form->output;
}

void publish_text(EventSink& sink, RequestId request, std::string text,
                  std::vector<TokenLogprob> logprobs = {}) {
  static const Vocabulary vocabulary = number_vocabulary();
  EventBlock block;
  block.add_text(request, 0, {.text = std::move(text), .logprobs = std::move(logprobs)}, vocabulary);
  sink.publish(block);
}

void publish_finish(EventSink& sink, RequestId request, std::uint32_t choice = 0) {
  EventBlock block;
  block.add_finish(request, choice, {});
  sink.publish(block);
}

TokenLogprob logprob_of(Token token) {
  return {.chosen = {.token = token, .logprob = -1.0F}, .top = {}};
}

}  // namespace

TEST("text of a chat leaves the reader as reasoning, content and calls, before its finish") {
  WaitingSink sink;
  OutputReader reader(sink);
  reader.open(1, qwen_syntax(), 1);
  for (const char* text : {"<think>", "So.", "</think>\n\nI lo", "ok.\n<tool_", "call>\n{\"name\": \"get_",
                           "time\", \"arguments\": {\"zone\": \"C", "ET\"}}\n</tool_call>"}) {
    publish_text(reader, 1, text);
  }
  publish_finish(reader, 1);
  const Ending ending = sink.wait_for(1);
  CHECK_EQUAL(ending.reasoning, std::string("So."));
  CHECK_EQUAL(ending.text, std::string("I look.\n"));
  CHECK_EQUAL(ending.calls, (std::vector<std::string>{R"(get_time({"zone": "CET"})"}));
}

TEST("other requests pass through the reader as they are") {
  RecordingSink sink;
  OutputReader reader(sink);
  publish_text(reader, 7, "<think>raw");
  CHECK_EQUAL((sink.choices[{7, 0}].text), std::string("<think>raw"));
  reader.open(1, qwen_syntax(), 1);
  publish_text(reader, 7, "</think>");
  publish_finish(reader, 7);
  reader.stop();
  CHECK_EQUAL((sink.choices[{7, 0}].text), std::string("<think>raw</think>"));
  CHECK_EQUAL((sink.choices[{7, 0}].num_finishes), 1);
}

TEST("choices of one request are read apart") {
  RecordingSink sink;
  OutputReader reader(sink);
  reader.open(1, qwen_syntax(), 2);
  static const Vocabulary vocabulary = number_vocabulary();
  EventBlock block;
  block.add_text(1, 0, {.text = "<think>a", .logprobs = {}}, vocabulary);
  block.add_text(1, 1, {.text = "b", .logprobs = {}}, vocabulary);
  reader.publish(block);
  publish_finish(reader, 1, 0);
  publish_finish(reader, 1, 1);
  reader.stop();
  CHECK_EQUAL((sink.choices[{1, 0}].reasoning), std::string("a"));
  CHECK_EQUAL((sink.choices[{1, 1}].text), std::string("b"));
}

TEST("log probabilities travel with the content their tokens became, and not with calls") {
  RecordingSink sink;
  OutputReader reader(sink);
  reader.open(1, qwen_syntax(), 1);
  publish_text(reader, 1, "Hi", {logprob_of(1)});
  publish_text(reader, 1, " <", {logprob_of(2)});
  publish_text(reader, 1, "b>", {logprob_of(3)});
  publish_text(reader, 1, "<tool_call>\n{\"name\": \"get_time\", \"arguments\": {}}", {logprob_of(4)});
  publish_finish(reader, 1);
  reader.stop();
  const Ending& ending = sink.choices[{1, 0}];
  CHECK_EQUAL(ending.text, std::string("Hi <b>"));
  CHECK_EQUAL(ending.tokens, (std::vector<Token>{1, 2, 3}));
}

TEST("a fault ends what is read of its request") {
  RecordingSink sink;
  OutputReader reader(sink);
  reader.open(1, qwen_syntax(), 1);
  publish_text(reader, 1, "Hi");
  EventBlock block;
  block.add_fault(1, {.code = ErrorCode::kDecodeFailed, .message = "No."});
  reader.publish(block);
  reader.stop();
  CHECK_EQUAL(sink.faults[1], (std::vector<std::string>{"No."}));
}
