#include "model/chat-format.h"

#include <chat.h>
#include <llama.h>

#include <exception>
#include <utility>

#include "error.h"

namespace samewire {

struct ChatFormat::Templates {
  common_chat_templates_ptr templates;
};

namespace {

common_chat_msg to_llama(const ChatMessage& message) {
  common_chat_msg result;
  result.role = message.role;
  result.content = message.content;
  for (const std::string& text : message.text_parts) {
    result.content_parts.push_back({.type = "text", .text = text});
  }
  result.reasoning_content = message.reasoning;
  for (const ChatToolCall& call : message.tool_calls) {
    result.tool_calls.push_back({.name = call.name, .arguments = call.arguments, .id = call.id});
  }
  result.tool_call_id = message.tool_call_id;
  result.tool_name = message.tool_name;
  return result;
}

}  // namespace

ChatFormat::ChatFormat(const llama_model* model) : templates_(std::make_unique<Templates>()) {
  try {
    templates_->templates = common_chat_templates_init(model, "");
    source_ = common_chat_templates_source(templates_->templates.get());
  } catch (const std::exception& error) {
    problem_ = error.what();
  }
}

ChatFormat::~ChatFormat() = default;
ChatFormat::ChatFormat(ChatFormat&&) noexcept = default;
ChatFormat& ChatFormat::operator=(ChatFormat&&) noexcept = default;

std::string ChatFormat::render(const Chat& chat) const {
  if (!problem_.empty()) {
    throw EngineException(ErrorCode::kUnsupported,
                          "The model's chat template cannot be used: " + problem_);
  }
  common_chat_templates_inputs inputs;
  inputs.use_jinja = true;
  inputs.add_generation_prompt = chat.begins_answer;
  for (const ChatMessage& message : chat.messages) inputs.messages.push_back(to_llama(message));
  inputs.chat_template_kwargs = chat.template_kwargs;
  const auto thinking = chat.template_kwargs.find("enable_thinking");
  if (thinking != chat.template_kwargs.end()) inputs.enable_thinking = thinking->second == "true";
  try {
    return common_chat_templates_apply(templates_->templates.get(), inputs).prompt;
  } catch (const std::exception& error) {
    throw EngineException(Fault{
        .code = ErrorCode::kInvalidParams,
        .message = std::string("The model's chat template refuses the messages: ") + error.what(),
        .field = "messages",
    });
  }
}

}  // namespace samewire
