#include "chat/chat-format.h"

#include <chat.h>

#include <exception>
#include <string>
#include <vector>

#include "error.h"
#include "scripted-answers.h"
#include "template-files.h"
#include "testing.h"

using namespace samewire;
using namespace samewire::testing;

namespace {

/** The inputs of llama.cpp's own function, written out once more. */
common_chat_templates_inputs oracle_inputs(const Chat& chat) {
  common_chat_templates_inputs inputs;
  for (const ChatMessage& message : chat.messages) {
    common_chat_msg& copy = inputs.messages.emplace_back();
    copy.role = message.role;
    copy.content = message.content;
    copy.reasoning_content = message.reasoning;
    for (const ChatToolCall& call : message.tool_calls) {
      copy.tool_calls.push_back({call.name, call.arguments, call.id});
    }
    copy.tool_call_id = message.tool_call_id;
    copy.tool_name = message.tool_name;
  }
  for (const ChatTool& tool : chat.tools) {
    inputs.tools.push_back({tool.name, tool.description, tool.parameters});
  }
  if (chat.tool_choice == ChatToolChoice::kNone) inputs.tool_choice = COMMON_CHAT_TOOL_CHOICE_NONE;
  if (chat.tool_choice == ChatToolChoice::kRequired) {
    inputs.tool_choice = COMMON_CHAT_TOOL_CHOICE_REQUIRED;
  }
  inputs.parallel_tool_calls = chat.parallel_tool_calls;
  inputs.reasoning_format = COMMON_REASONING_FORMAT_DEEPSEEK;
  inputs.chat_template_kwargs = chat.template_kwargs;
  inputs.enable_thinking = !chat.template_kwargs.contains("enable_thinking");
  return inputs;
}

std::vector<Chat> conversations() {
  const ChatMessage system{.role = "system", .content = "Be brief."};
  const ChatMessage user{.role = "user", .content = "Weather in Zürich?"};
  ChatMessage call = scripted("", "I look.", {{"call00001", "get_weather", R"({"city":"Zürich"})"}});
  ChatMessage result{.role = "tool", .content = "Sunny", .reasoning = {}};
  result.tool_call_id = "call00001";
  result.tool_name = "get_weather";
  const std::vector<ChatTool> tools{kWeatherTool, kTimeTool};
  return {
      {.messages = {user}},
      {.messages = {system, user}},
      {.messages = {user}, .tools = tools},
      {.messages = {system, user}, .tools = tools, .tool_choice = ChatToolChoice::kRequired},
      {.messages = {user}, .tools = tools, .tool_choice = ChatToolChoice::kNone},
      {.messages = {user, call, result}, .tools = tools, .parallel_tool_calls = false},
      {.messages = {user, scripted("Hello.", "Easy."), user},
       .template_kwargs = {{"enable_thinking", "false"}, {"reasoning_effort", "\"low\""}}},
  };
}

/** What a prompt came to; of one that is refused, that it was. */
template <typename Render>
std::string outcome(Render render) {
  try {
    return render();
  } catch (const std::exception&) {
    return "(refused)";
  }
}

ChatFormat format_of(std::string_view name) { return ChatFormat(template_named(name).source); }

ChatFormat chatml() { return format_of("Qwen-Qwen3-0.6B"); }

}  // namespace

TEST("every template of llama.cpp renders as llama.cpp renders it") {
  CHECK(template_files().size() >= 70);
  for (const TemplateFile& file : tested_templates()) {
    const ChatFormat format(file.source);
    const auto oracle = common_chat_templates_init(nullptr, file.source);
    for (const Chat& chat : conversations()) {
      const auto theirs = outcome([&] {
        return common_chat_templates_apply(oracle.get(), oracle_inputs(chat)).prompt;
      });
      const auto ours = outcome([&] { return format.render_prompt(chat); });
      if (ours != theirs) fail(file.name, __LINE__, "renders " + ours + " and not " + theirs);
    }
  }
}

TEST("an answer of a template without thoughts and tools needs no parser") {
  const ChatFormat format("{% for m in messages %}{{ m.content }}{% endfor %}");
  CHECK(format.render({.messages = {{.role = "user", .content = "Hi"}}}).form->output == nullptr);
  CHECK(!format.capabilities().tools);
  CHECK(!format.capabilities().reasoning);
}

TEST("what a template can do is seen from what it writes") {
  const ChatCapabilities capabilities = chatml().capabilities();
  CHECK(capabilities.tools);
  CHECK(capabilities.parallel_tool_calls);
  CHECK(capabilities.reasoning);
  CHECK(capabilities.system_role);
}

TEST("a refused conversation says which field is at fault") {
  const ChatFormat format("{{ raise_exception('No.') }}");
  try {
    format.render({.messages = {{.role = "user", .content = "Hi"}}});
    CHECK(false);
  } catch (const EngineException& error) {
    CHECK(error.fault().code == ErrorCode::kInvalidParams ||
          error.fault().code == ErrorCode::kUnsupported);
  }
  Chat chat = tool_chat();
  chat.tools[0].parameters = R"({"type":"object","properties":{"a":{"$ref":"#/nowhere"}}})";
  try {
    chatml().render(chat);
    CHECK(false);
  } catch (const EngineException& error) {
    CHECK_EQUAL(error.fault().field, std::string("tools"));
  }
}

TEST("a template that asks for ids of a form of its own gets them") {
  Chat chat = tool_chat();
  chat.messages.push_back(
      scripted("", "", {{"call_0123456789", "get_time", R"({"zone":"CET"})"}}));
  ChatMessage result{.role = "tool", .content = "12:00"};
  result.tool_call_id = "call_0123456789";
  chat.messages.push_back(result);
  const std::string prompt = format_of("mistralai-Mistral-Nemo-Instruct-2407").render_prompt(chat);
  CHECK(prompt.find("12:00") != std::string::npos);
  CHECK(prompt.find("call_0123456789") == std::string::npos);
}

TEST("arguments of an earlier call that nest without end are refused") {
  Chat chat = tool_chat();
  const std::string arguments =
      R"({"zone":)" + std::string(100'000, '[') + std::string(100'000, ']') + "}";
  chat.messages.push_back(scripted("", "", {{"call00001", "get_time", arguments}}));
  try {
    chatml().render(chat);
    CHECK(false);
  } catch (const EngineException& error) {
    CHECK_EQUAL(error.fault().field, std::string("messages"));
  }
}
