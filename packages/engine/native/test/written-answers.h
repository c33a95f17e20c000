#pragma once

#include <chat.h>

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "chat/chat-format.h"
#include "scripted-answers.h"
#include "template-files.h"
#include "testing.h"

namespace samewire::testing {

using Syntax = std::shared_ptr<const OutputSyntax>;

inline common_chat_params params_of(const TemplateFile& file, const Chat& chat) {
  const auto templates = common_chat_templates_init(nullptr, file.source);
  common_chat_templates_inputs inputs;
  for (const ChatMessage& message : chat.messages) {
    common_chat_msg& copy = inputs.messages.emplace_back();
    copy.role = message.role;
    copy.content = message.content;
  }
  for (const ChatTool& tool : chat.tools) {
    inputs.tools.push_back({tool.name, tool.description, tool.parameters});
  }
  inputs.parallel_tool_calls = true;
  inputs.reasoning_format = COMMON_REASONING_FORMAT_DEEPSEEK;
  return common_chat_templates_apply(templates.get(), inputs);
}

struct Script {
  std::string_view name;
  ChatMessage message;
};

inline std::vector<Script> scripts(bool has_reasoning) {
  const std::string reasoning = has_reasoning ? "I think so." : "";
  return {
      {"text", scripted("Hello <b> Zürich 🙂.", reasoning)},
      {"one call",
       scripted("", reasoning,
                {{"call00001", "get_weather", R"({"city":"Zürich 🙂 <b>","days":2})"}})},
      {"two calls", scripted("", reasoning,
                             {{"call00001", "get_weather", R"({"city":"Paris"})"},
                              {"call00002", "get_time", R"({"zone":"CET"})"}})},
  };
}

/** What a model of one template writes to say what was scripted. */
struct Answer {
  const TemplateFile* file;
  std::shared_ptr<const ChatFormat> format;
  common_chat_params params;
  Syntax syntax;
  ChatCapabilities capabilities;
  Script script;
  WrittenAnswer written;
};

/** Of the tested templates and all scripts. Made once: finding the form takes many parses. */
inline const std::vector<Answer>& written_answers() {
  static const std::vector<Answer> answers = [] {
    std::vector<Answer> found;
    for (const TemplateFile& file : tested_templates()) {
      const auto format = std::make_shared<const ChatFormat>(file.source);
      const common_chat_params params = params_of(file, tool_chat());
      const auto syntax = std::make_shared<const OutputSyntax>(params);
      for (const Script& script : scripts(format->capabilities().reasoning)) {
        found.push_back(
            {.file = &file,
             .format = format,
             .params = params,
             .syntax = syntax,
             .capabilities = format->capabilities(),
             .script = script,
             .written = write_answer(*format, tool_chat(), script.message, params, *syntax)});
      }
    }
    return found;
  }();
  return answers;
}

}  // namespace samewire::testing
