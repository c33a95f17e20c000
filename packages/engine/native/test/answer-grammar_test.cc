#include "chat/answer-grammar.h"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <ostream>
#include <set>
#include <string>
#include <string_view>

#include "fixtures.h"
#include "grammar/grammar.h"
#include "grammar/grammar-matcher.h"
#include "testing.h"
#include "written-answers.h"

using namespace samewire;
using namespace samewire::testing;

namespace {

constexpr std::string_view kDigits = "root ::= [0-9]+";

enum class Verdict : std::uint8_t {
  /** There is no grammar, or none of it bound. */
  kFree,
  kRefused,
  /** It may go on, and must. */
  kUnfinished,
  kComplete,
};

std::ostream& operator<<(std::ostream& out, Verdict verdict) {
  constexpr std::array kNames{"free", "refused", "unfinished", "complete"};
  return out << kNames[static_cast<std::size_t>(verdict)];
}

/** What the grammar of a chat says to an answer. */
Verdict judge(const ChatFormat& format, const Chat& chat, std::string_view answer,
              std::size_t* num_complete = nullptr) {
  static const auto tokens = std::make_shared<const TokenTrie>(vocabulary_of({"a"}));
  const auto grammar = format.render_with_grammar(chat).form->grammar;
  if (!grammar) return Verdict::kFree;
  GrammarMatcher matcher(Grammar::compile(grammar->source, tokens));
  std::size_t at = 0;
  if (grammar->lazy) {
    const auto begun = GrammarStart(*grammar->lazy, grammar->prefix).push(answer);
    if (!begun) return Verdict::kFree;
    at = answer.size() - begun->size();
  } else {
    const std::string& prefix = grammar->prefix;
    if (!prefix.empty() && !matcher.allows(prefix)) return Verdict::kRefused;
    matcher.accept(prefix);
  }
  for (; at < answer.size(); ++at) {
    if (num_complete != nullptr && matcher.is_complete()) *num_complete = at;
    if (!matcher.allows(answer.substr(at, 1))) return Verdict::kRefused;
    matcher.accept(answer.substr(at, 1));
  }
  if (num_complete != nullptr && matcher.is_complete()) *num_complete = at;
  return matcher.is_complete() ? Verdict::kComplete : Verdict::kUnfinished;
}

/** Whether the grammar lets the answer say what was scripted; what ends its turn is not asked. */
bool lets_say(const Answer& answer, const Chat& chat) {
  std::size_t num_complete = 0;
  if (judge(*answer.format, chat, answer.written.text, &num_complete) == Verdict::kFree) return true;
  const auto said = answer.syntax->parse(answer.written.text.substr(0, num_complete));
  return said && says(*said, answer.script.message);
}

ChatFormat qwen() { return ChatFormat(template_named("Qwen-Qwen3-0.6B").source); }

/** Of the tools only the second may be called. */
Chat with_selection(ChatToolChoice choice) {
  Chat chat = tool_chat();
  chat.tool_choice = choice;
  chat.tools[0].is_allowed = false;
  return chat;
}

Chat with_choice(ChatToolChoice choice) {
  Chat chat = tool_chat();
  chat.tool_choice = choice;
  return chat;
}

std::string qwen_call(std::string_view name, std::string_view arguments) {
  return "<tool_call>\n{\"name\": \"" + std::string(name) +
         "\", \"arguments\": " + std::string(arguments) + "}\n</tool_call>";
}

std::string name_of(const Answer& answer) {
  return answer.file->name + ": " + std::string(answer.script.name);
}

/** Calls of all templates that can say them. */
template <typename Check>
void for_each_call(Check check) {
  for (const Answer& answer : written_answers()) {
    const std::size_t num_calls = answer.script.message.tool_calls.size();
    if (num_calls == 0 || !answer.capabilities.tools || !answer.written.says_script) continue;
    if (num_calls > 1 && !answer.capabilities.parallel_tool_calls) continue;
    check(answer);
  }
}

}  // namespace

TEST("calls in the form of any template fit the grammar that asks for them") {
  std::set<std::string> refused;
  for_each_call([&](const Answer& answer) {
    if (!lets_say(answer, with_choice(ChatToolChoice::kRequired))) refused.insert(name_of(answer));
  });
  CHECK_EQUAL(refused, (std::set<std::string>{}));
}

TEST("calls in the form of any template fit the grammar that binds where they begin") {
  std::set<std::string> refused;
  for_each_call([&](const Answer& answer) {
    if (!lets_say(answer, with_choice(ChatToolChoice::kAuto))) refused.insert(name_of(answer));
  });
  CHECK_EQUAL(refused, (std::set<std::string>{}));
}

TEST("one call is all that any template takes where calls may not be parallel") {
  std::set<std::string> taken;
  for (const ChatToolChoice choice : {ChatToolChoice::kAuto, ChatToolChoice::kRequired}) {
    Chat chat = with_choice(choice);
    chat.parallel_tool_calls = false;
    for_each_call([&](const Answer& answer) {
      const bool is_free = judge(*answer.format, chat, answer.written.text) == Verdict::kFree;
      const bool is_one = answer.script.message.tool_calls.size() == 1;
      if (!is_free && lets_say(answer, chat) != is_one) taken.insert(name_of(answer));
    });
  }
  // Its form lets any text follow a call.
  taken.erase("inclusionai-ling-3.0-flash: two calls");
  CHECK_EQUAL(taken, (std::set<std::string>{}));
}

TEST("no template takes a call of a tool that may not be called") {
  std::set<std::string> taken;
  for (const ChatToolChoice choice : {ChatToolChoice::kAuto, ChatToolChoice::kRequired}) {
    for_each_call([&](const Answer& answer) {
      // Where calls cannot be held to it, the others are not seen.
      if (choice == ChatToolChoice::kAuto && !answer.capabilities.tool_selection) return;
      if (lets_say(answer, with_selection(choice))) taken.insert(name_of(answer));
    });
  }
  CHECK_EQUAL(taken, (std::set<std::string>{}));
}

TEST("the model sees every tool where its calls can be held to some, and else only these") {
  std::set<std::string> hidden;
  for (const TemplateFile& file : tested_templates()) {
    const ChatFormat format(file.source);
    if (!format.capabilities().tools) continue;
    for (const ChatToolChoice choice : {ChatToolChoice::kAuto, ChatToolChoice::kRequired}) {
      const std::string prompt = format.render_with_grammar(with_selection(choice)).prompt;
      if (choice == ChatToolChoice::kRequired || format.capabilities().tool_selection) {
        CHECK_EQUAL(prompt, format.render_with_grammar(with_choice(choice)).prompt);
      } else {
        hidden.insert(file.name);
        CHECK(prompt.find("get_weather") == std::string::npos);
        CHECK(prompt.find("get_time") != std::string::npos);
      }
    }
  }
  // Nothing says where a call begins, or only what does not follow.
  const std::set<std::string> expected{
      "meetkai-functionary-medium-v3.2",   "meta-llama-Llama-3.1-8B-Instruct",
      "meta-llama-Llama-3.2-3B-Instruct",  "meta-llama-Llama-3.3-70B-Instruct",
      "muse-glimmer"};
  if (kTemplateStep == 1) {
    CHECK_EQUAL(hidden, expected);
  } else {
    CHECK(std::ranges::includes(expected, hidden));
  }
}

TEST("of the tools that are seen an answer calls those that are allowed") {
  const std::string allowed = qwen_call("get_time", R"({"zone": "CET"})");
  const std::string other = qwen_call("get_weather", R"({"city": "Rome"})");
  Chat chat = with_selection(ChatToolChoice::kRequired);
  CHECK_EQUAL(judge(qwen(), chat, allowed), Verdict::kComplete);
  CHECK_EQUAL(judge(qwen(), chat, other), Verdict::kRefused);
  CHECK_EQUAL(judge(qwen(), chat, allowed + "\n" + other), Verdict::kRefused);
  chat = with_selection(ChatToolChoice::kAuto);
  CHECK_EQUAL(judge(qwen(), chat, "Sure. " + allowed), Verdict::kComplete);
  CHECK_EQUAL(judge(qwen(), chat, "Sure. " + other), Verdict::kRefused);
  CHECK_EQUAL(judge(qwen(), chat, "I call nothing."), Verdict::kFree);
  chat.content_grammar = kDigits;
  CHECK_EQUAL(judge(qwen(), chat, "42"), Verdict::kComplete);
  CHECK_EQUAL(judge(qwen(), chat, other), Verdict::kRefused);
}

TEST("text alone is no answer where a call is asked for") {
  for (const Answer& answer : written_answers()) {
    if (answer.script.name != "text" || !answer.capabilities.tools) continue;
    const Verdict verdict =
        judge(*answer.format, with_choice(ChatToolChoice::kRequired), answer.written.text);
    if (verdict == Verdict::kComplete || verdict == Verdict::kFree) {
      fail(answer.file->name, __LINE__, "takes " + answer.written.text);
    }
  }
}

TEST("nothing but reasoning stands before a call that is asked for") {
  const Chat chat = with_choice(ChatToolChoice::kRequired);
  const std::string call = qwen_call("get_time", R"({"zone": "CET"})");
  CHECK_EQUAL(judge(qwen(), chat, call), Verdict::kComplete);
  CHECK_EQUAL(judge(qwen(), chat, "<think>\nHm.\n</think>\n\n" + call), Verdict::kComplete);
  CHECK_EQUAL(judge(qwen(), chat, "Sure. " + call), Verdict::kRefused);
}

TEST("an answer that may call is free until it does") {
  const Chat chat = with_choice(ChatToolChoice::kAuto);
  CHECK_EQUAL(judge(qwen(), chat, "Sure, {\"a\": 1}."), Verdict::kFree);
  CHECK_EQUAL(judge(qwen(), chat, "Sure. " + qwen_call("get_time", R"({"zone": "CET"})")),
              Verdict::kComplete);
  CHECK_EQUAL(judge(qwen(), chat, "Sure. " + qwen_call("nope", R"({"zone": "CET"})")),
              Verdict::kRefused);
}

TEST("a second call is taken where calls may be parallel, and only there") {
  Chat chat = with_choice(ChatToolChoice::kRequired);
  const std::string call = qwen_call("get_time", R"({"zone": "CET"})");
  CHECK_EQUAL(judge(qwen(), chat, call + "\n" + call), Verdict::kComplete);
  chat.parallel_tool_calls = false;
  CHECK_EQUAL(judge(qwen(), chat, call), Verdict::kComplete);
  CHECK_EQUAL(judge(qwen(), chat, call + "\n" + call), Verdict::kRefused);
}

TEST("arguments keep to the grammar of their tool") {
  Chat chat = with_choice(ChatToolChoice::kRequired);
  chat.tools[1].arguments_grammar = R"(root ::= "{\"zone\":" (" ")? ("\"CET\"" | "\"UTC\"") "}")";
  CHECK_EQUAL(judge(qwen(), chat, qwen_call("get_time", R"({"zone": "UTC"})")),
              Verdict::kComplete);
  CHECK_EQUAL(judge(qwen(), chat, qwen_call("get_time", R"({"zone": "PST"})")), Verdict::kRefused);
  CHECK_EQUAL(judge(qwen(), chat, qwen_call("get_weather", R"({"zone": "UTC"})")),
              Verdict::kComplete);
}

TEST("arguments without a grammar are any JSON object") {
  const Chat chat = with_choice(ChatToolChoice::kRequired);
  for (const std::string_view object :
       {"{}", R"({"a": [1, -2.5e3, {"b": null}], "c" : "\u00e9\n\"é"})", R"({"a":true,"b":{}})"}) {
    CHECK_EQUAL(judge(qwen(), chat, qwen_call("get_time", object)), Verdict::kComplete);
  }
  for (const std::string_view other : {"[]", "\"a\"", "{a: 1}", R"({"a": 01})", R"({"a": 1,})"}) {
    CHECK_EQUAL(judge(qwen(), chat, qwen_call("get_time", other)), Verdict::kRefused);
  }
}

TEST("content keeps to its grammar after any reasoning") {
  Chat chat{.messages = {{.role = "user", .content = "Hi"}}};
  chat.content_grammar = kDigits;
  CHECK_EQUAL(judge(qwen(), chat, "42"), Verdict::kComplete);
  CHECK_EQUAL(judge(qwen(), chat, "<think>\nHm.\n</think>\n\n42"), Verdict::kComplete);
  CHECK_EQUAL(judge(qwen(), chat, "Hm. 42"), Verdict::kRefused);
  chat.separates_reasoning = false;
  CHECK_EQUAL(judge(qwen(), chat, "<think>\nHm.\n</think>\n\n42"), Verdict::kRefused);
}

TEST("content of any template keeps to its grammar, without a fence") {
  for (const TemplateFile& file : tested_templates()) {
    const ChatFormat format(file.source);
    Chat chat{.messages = {{.role = "user", .content = "Hi"}}};
    chat.content_grammar = kDigits;
    const common_chat_params params = params_of(file, chat);
    const std::string& prefix = params.generation_prompt;
    // Where the prompt has begun to think, content comes only after that.
    const std::string& thoughts = params.thinking_start_tag;
    if (!thoughts.empty() && prefix.find(thoughts) != std::string::npos) continue;
    if (judge(format, chat, "```json\n42\n```") != Verdict::kRefused) {
      fail(file.name, __LINE__, "takes a fence");
    }
    // A channel is part of what this one has to say.
    const std::string opening =
        file.name == "openai-gpt-oss-120b" ? "<|channel|>final<|message|>" : "";
    const Verdict verdict = judge(format, chat, opening + "42");
    if (verdict != Verdict::kComplete) fail(file.name, __LINE__, "refuses content after " + prefix);
  }
}

TEST("beside a form of the content calls may be answered, if they are not asked for") {
  Chat chat = with_choice(ChatToolChoice::kAuto);
  chat.content_grammar = kDigits;
  const std::string call = qwen_call("get_time", R"({"zone": "CET"})");
  CHECK_EQUAL(judge(qwen(), chat, "42"), Verdict::kComplete);
  CHECK_EQUAL(judge(qwen(), chat, call), Verdict::kComplete);
  CHECK_EQUAL(judge(qwen(), chat, "<think>\nHm.\n</think>\n\n42"), Verdict::kComplete);
  CHECK_EQUAL(judge(qwen(), chat, "Hi. " + call), Verdict::kRefused);
  chat.tool_choice = ChatToolChoice::kRequired;
  CHECK_EQUAL(judge(qwen(), chat, "42"), Verdict::kRefused);
  chat.tool_choice = ChatToolChoice::kNone;
  CHECK_EQUAL(judge(qwen(), chat, call), Verdict::kRefused);
}
