#pragma once

#include <chat.h>

#include <algorithm>
#include <string>
#include <vector>

#include "chat/chat-format.h"

namespace samewire::testing {

inline const ChatTool kWeatherTool{
    .name = "get_weather",
    .description = "Weather of a place",
    .parameters = R"({"type":"object","properties":{"city":{"type":"string"},)"
                  R"("days":{"type":"integer"}},"required":["city"]})"};
inline const ChatTool kTimeTool{
    .name = "get_time",
    .description = "Time of a place",
    .parameters =
        R"({"type":"object","properties":{"zone":{"type":"string"}},"required":["zone"]})"};

inline Chat tool_chat() {
  return {.messages = {{.role = "user", .content = "Hi"}}, .tools = {kWeatherTool, kTimeTool}};
}

/** What a model is to say. */
inline ChatMessage scripted(std::string content, std::string reasoning,
                            std::vector<ChatToolCall> calls = {}) {
  ChatMessage message{.role = "assistant", .content = std::move(content)};
  message.reasoning = std::move(reasoning);
  message.tool_calls = std::move(calls);
  return message;
}

inline std::string trimmed(const std::string& text) {
  const auto begin = text.find_first_not_of(" \n\t");
  if (begin == std::string::npos) return "";
  return text.substr(begin, text.find_last_not_of(" \n\t") - begin + 1);
}

inline bool says(const ParsedOutput& output, const ChatMessage& script) {
  return trimmed(output.content) == script.content &&
         trimmed(output.reasoning).ends_with(script.reasoning) &&
         std::ranges::equal(output.tool_calls, script.tool_calls, [](auto& call, auto& expected) {
           return call.name == expected.name &&
                  common_json::parse(call.arguments) == common_json::parse(expected.arguments);
         });
}

inline std::size_t common_length(const std::string& a, const std::string& b) {
  return static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
}

/** `get_weather(city="Paris", days=2)` */
inline std::string as_python(const std::vector<ChatToolCall>& calls) {
  std::string text;
  for (const ChatToolCall& call : calls) {
    if (!text.empty()) text += ", ";
    std::string arguments;
    const common_json given = common_json::parse(call.arguments);
    for (const auto& [name, value] : given.items()) {
      if (!arguments.empty()) arguments += ", ";
      arguments += std::string(name) + "=" + value.dump();
    }
    text += call.name + "(" + arguments + ")";
  }
  return text;
}

/** `[{"tool_name": "get_weather", "parameters": {"city": "Paris"}}]` */
inline std::string as_actions(const std::vector<ChatToolCall>& calls) {
  std::string text;
  for (const ChatToolCall& call : calls) {
    if (!text.empty()) text += ",\n";
    text += R"(    {"tool_name": ")" + call.name + R"(", "parameters": )" + call.arguments + "}";
  }
  return "[\n" + text + "\n]";
}

/**
 * Ways in which a model of this template might write an answer: as the template writes it into a
 * later prompt, with and without the reasoning that many templates leave out there.
 */
inline std::vector<std::string> written_forms(const ChatFormat& format, const Chat& chat,
                                              const ChatMessage& script,
                                              const common_chat_params& params) {
  const std::string& prompt = params.prompt;
  Chat later = chat;
  later.begins_answer = false;
  later.messages.push_back(script);
  std::vector<std::string> forms;
  if (script.tool_calls.empty()) {
    forms.push_back(script.content);
    for (const std::string& end : params.thinking_end_tags) {
      forms.push_back(params.thinking_start_tag + script.reasoning + end + script.content);
    }
  } else {
    // Of models whose template leaves calls out of a later prompt, or puts text after them.
    forms.push_back("<|tool_call_start|>[" + as_python(script.tool_calls) + "]<|tool_call_end|>");
    forms.push_back("Action:\n```json\n" + as_actions(script.tool_calls) + "\n```");
  }
  std::string whole;
  try {
    whole = format.render_prompt(later);
  } catch (const std::exception&) {
    return forms;  // For example a template that takes one call only.
  }
  // Where the prompt begins to think, a history without reasoning leaves it.
  std::size_t split = common_length(whole, prompt);
  const std::string& start = params.thinking_start_tag;
  const std::size_t opened = start.empty() ? std::string::npos : prompt.rfind(start);
  const bool is_open = opened != std::string::npos && trimmed(prompt.substr(opened)) == start;
  if (is_open && split < prompt.size()) split = std::min(split, opened);
  const std::string answer = whole.substr(split);
  forms.insert(forms.begin(), answer);
  for (const std::string& end : params.thinking_end_tags) {
    const std::string thought = script.reasoning + end;
    std::string spoken = answer;
    for (const std::string& tag : {start, end}) {
      if (spoken.starts_with(tag)) spoken.erase(0, tag.size());
    }
    for (const std::string& said : {answer, spoken}) {
      forms.push_back(thought + said);
      forms.push_back(thought + "\n\n" + said);
      forms.push_back(start + thought + said);
      forms.push_back(start + "\n" + script.reasoning + "\n" + end + "\n\n" + said);
    }
  }
  return forms;
}

/** A scripted answer in the form of the template, without what ends its turn. */
struct WrittenAnswer {
  std::string text;
  /** Whether llama.cpp's parser finds in it what was scripted. */
  bool says_script = false;
};

/** Empty text: the template cannot say it. */
inline WrittenAnswer write_answer(const ChatFormat& format, const Chat& chat,
                                  const ChatMessage& script, const common_chat_params& params,
                                  const OutputSyntax& syntax) {
  const std::vector<std::string> forms = written_forms(format, chat, script, params);
  for (const std::string& form : forms) {
    for (std::size_t length = form.size() + 1; length-- > 0;) {
      const auto output = syntax.parse(form.substr(0, length));
      if (output && says(*output, script)) return {form.substr(0, length), true};
    }
  }
  return forms.empty() ? WrittenAnswer{} : WrittenAnswer{.text = forms.front()};
}

}  // namespace samewire::testing
