#include "chat/chat-form.h"

#include <chat.h>

#include <exception>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "chat/chat-format.h"
#include "chat/llama-chat.h"
#include "error.h"
#include "scripted-answers.h"
#include "template-files.h"
#include "testing.h"

using namespace samewire;
using namespace samewire::testing;

namespace {

const std::string kRefused = "(refused)";

std::string describe(const ChatForm& form) {
  std::string text = form.output == nullptr ? "plain\n" : form.output->describe() + "\n";
  if (form.grammar) {
    text += form.grammar->source.key() + "\n" + form.grammar->prefix + "\n";
    if (const auto& lazy = form.grammar->lazy) {
      for (const GrammarTrigger& trigger : lazy->triggers) {
        text += (trigger.is_pattern ? "pattern " : "text ") + trigger.text + "\n";
      }
      text += lazy->thinking_start + "\n";
      for (const std::string& end : lazy->thinking_ends) text += "end " + end + "\n";
    }
  }
  if (form.reasoning) {
    text += (form.reasoning->is_open ? "open " : "closed ") + form.reasoning->start + "\n";
    for (const std::string& end : form.reasoning->ends) text += "until " + end + "\n";
  }
  for (const std::string& token : form.shown_tokens) text += "shown " + token + "\n";
  for (const std::string& stop : form.stops) text += "stop " + stop + "\n";
  return text;
}

template <typename Make>
std::string outcome(Make make) {
  try {
    return make();
  } catch (const std::exception&) {
    return kRefused;
  }
}

/** What llama.cpp makes of the very messages, prompt and all. */
std::string fresh(const common_chat_templates* templates, const Chat& chat) {
  return outcome([&] {
    const common_chat_params params = common_chat_templates_apply(templates, to_llama(chat));
    auto grammar = answer_grammar(templates, chat, params);
    return params.prompt + describe(make_chat_form(params, std::move(grammar)));
  });
}

std::string kept(const ChatFormat& format, const Chat& chat) {
  return outcome([&] {
    const RenderedChat rendered = format.render_with_grammar(chat);
    return rendered.prompt + describe(*rendered.form);
  });
}

/** What a form is made with first. */
std::vector<ChatMessage> other_messages() {
  const ChatMessage user{.role = "user", .content = "Hi"};
  return {{.role = "system", .content = "Be brief."}, user, scripted("Hello.", "Easy."), user};
}

/** Conversations that end in what an answer follows. */
std::vector<std::vector<ChatMessage>> conversations() {
  const ChatMessage user{.role = "user", .content = "Weather in Zürich?"};
  ChatMessage result{.role = "tool", .content = "Sunny"};
  result.tool_call_id = "call00001";
  result.tool_name = "get_weather";
  const ChatMessage call =
      scripted("", "I look.", {{"call00001", "get_weather", R"({"city":"Zürich"})"}});
  return {{user}, {user, call, result}};
}

/** Chats that ask for forms that differ. */
std::vector<Chat> variants() {
  const std::vector<ChatTool> tools{kWeatherTool, kTimeTool};
  std::vector<ChatTool> bound = tools;
  bound[1].arguments_grammar = R"(root ::= "{}")";
  return {
      {.messages = {}, .tools = tools},
      {.messages = {}, .tools = bound, .tool_choice = ChatToolChoice::kRequired},
      {.messages = {},
       .tools = tools,
       .tool_choice = ChatToolChoice::kNone,
       .content_grammar = R"(root ::= "yes")",
       .template_kwargs = {{"enable_thinking", "false"}}},
  };
}

/** One chat, and others that differ from it in one thing each. */
std::vector<Chat> all_different() {
  const Chat plain = tool_chat();
  std::vector<Chat> chats{plain};
  const auto add = [&](auto change) { change(chats.emplace_back(plain)); };
  add([](Chat& chat) { chat.tools.pop_back(); });
  add([](Chat& chat) { std::swap(chat.tools[0], chat.tools[1]); });
  add([](Chat& chat) { chat.tools[0].name += "x"; });
  add([](Chat& chat) { chat.tools[0].description += "x"; });
  add([](Chat& chat) { chat.tools[0].parameters += " "; });
  add([](Chat& chat) { chat.tools[0].arguments_grammar = R"(root ::= "{}")"; });
  add([](Chat& chat) { chat.tools[0].is_allowed = false; });
  add([](Chat& chat) { chat.tools[1].is_allowed = false; });
  add([](Chat& chat) { chat.tool_choice = ChatToolChoice::kNone; });
  add([](Chat& chat) { chat.tool_choice = ChatToolChoice::kRequired; });
  add([](Chat& chat) { chat.parallel_tool_calls = false; });
  add([](Chat& chat) { chat.separates_reasoning = false; });
  add([](Chat& chat) { chat.content_grammar = R"(root ::= "yes")"; });
  add([](Chat& chat) { chat.template_kwargs = {{"enable_thinking", "false"}}; });
  add([](Chat& chat) { chat.template_kwargs = {{"enable_thinking", "true"}}; });
  add([](Chat& chat) { chat.begins_answer = false; });
  // Of the same letters one behind the other.
  add([](Chat& chat) {
    chat.tools[0].name += chat.tools[0].description.front();
    chat.tools[0].description.erase(0, 1);
  });
  return chats;
}

ChatFormat qwen() { return ChatFormat(template_named("Qwen-Qwen3-0.6B").source); }

}  // namespace

TEST("a form that is kept is what llama.cpp makes anew, with every template and any messages") {
  int num_rendered = 0;
  for (const TemplateFile& file : tested_templates()) {
    const ChatFormat format(file.source);
    const auto templates = common_chat_templates_init(nullptr, file.source);
    for (Chat chat : variants()) {
      chat.messages = other_messages();
      kept(format, chat);
      for (const auto& messages : conversations()) {
        chat.messages = messages;
        const std::string expected = fresh(templates.get(), chat);
        if (kept(format, chat) != expected) fail(file.name, __LINE__, "renders another form");
        if (expected != kRefused) ++num_rendered;
      }
    }
  }
  CHECK(num_rendered > static_cast<int>(tested_templates().size()) * 4);
}

TEST("chats that differ in their messages alone have one form") {
  const ChatFormat format = qwen();
  Chat chat = tool_chat();
  const auto form = format.render_with_grammar(chat).form;
  chat.messages.front().content = "Something else";
  chat.reasoning_message = "Enough.";
  CHECK(format.render_with_grammar(chat).form == form);
}

TEST("chats that differ in anything else have forms of their own") {
  const ChatFormat format = qwen();
  std::set<std::shared_ptr<const ChatForm>> forms;
  for (const Chat& chat : all_different()) {
    forms.insert(format.render_with_grammar(chat).form);
    forms.insert(format.render(chat).form);
  }
  CHECK_EQUAL(forms.size(), 2 * all_different().size());
}

TEST("a form belongs to the beginning of an answer that it was made for") {
  const Chat chat = tool_chat();
  CHECK(form_key(chat, "<think>", true) != form_key(chat, "", true));
}

TEST("a prompt is refused though the form of its answer is known") {
  const ChatFormat format(
      "{% for m in messages %}{% if m.content == 'no' %}{{ raise_exception('No.') }}{% endif %}"
      "{{ m.content }}{% endfor %}");
  Chat chat{.messages = {{.role = "user", .content = "yes"}}};
  format.render(chat);
  chat.messages.front().content = "no";
  bool is_refused = false;
  try {
    format.render(chat);
  } catch (const EngineException& error) {
    is_refused = error.fault().field == "messages";
  }
  CHECK(is_refused);
}
