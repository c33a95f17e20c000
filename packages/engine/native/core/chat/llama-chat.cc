#include "chat/llama-chat.h"

namespace samewire {
namespace {

common_chat_msg to_llama(const ChatMessage& message) {
  common_chat_msg result;
  result.role = message.role;
  result.content = message.content;
  for (const ChatPart& part : message.parts) {
    const char* const type = part.file == nullptr ? "text" : "media_marker";
    result.content_parts.push_back({.type = type, .text = part.text});
  }
  result.reasoning_content = message.reasoning;
  for (const ChatToolCall& call : message.tool_calls) {
    result.tool_calls.push_back({.name = call.name, .arguments = call.arguments, .id = call.id});
  }
  result.tool_call_id = message.tool_call_id;
  result.tool_name = message.tool_name;
  return result;
}

common_chat_tool_choice to_llama(ChatToolChoice choice) {
  switch (choice) {
    case ChatToolChoice::kNone:
      return COMMON_CHAT_TOOL_CHOICE_NONE;
    case ChatToolChoice::kRequired:
      return COMMON_CHAT_TOOL_CHOICE_REQUIRED;
    case ChatToolChoice::kAuto:
      break;
  }
  return COMMON_CHAT_TOOL_CHOICE_AUTO;
}

}  // namespace

common_chat_templates_inputs to_llama(const Chat& chat) {
  common_chat_templates_inputs inputs;
  inputs.use_jinja = true;
  inputs.add_generation_prompt = chat.begins_answer;
  for (const ChatMessage& message : chat.messages) inputs.messages.push_back(to_llama(message));
  for (const ChatTool& tool : chat.tools) {
    inputs.tools.push_back(
        {.name = tool.name, .description = tool.description, .parameters = tool.parameters});
  }
  inputs.tool_choice = to_llama(chat.tool_choice);
  inputs.parallel_tool_calls = chat.parallel_tool_calls;
  inputs.reasoning_format =
      chat.separates_reasoning ? COMMON_REASONING_FORMAT_DEEPSEEK : COMMON_REASONING_FORMAT_NONE;
  inputs.chat_template_kwargs = chat.template_kwargs;
  const auto thinking = chat.template_kwargs.find("enable_thinking");
  if (thinking != chat.template_kwargs.end()) inputs.enable_thinking = thinking->second == "true";
  return inputs;
}

}  // namespace samewire
