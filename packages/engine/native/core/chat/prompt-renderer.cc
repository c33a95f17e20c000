#include "chat/prompt-renderer.h"

#include <chat-auto-parser.h>
#include <chat.h>

#include <exception>
#include <utility>

namespace samewire {
namespace {

/** llama.cpp knows a template by its source. */
bool has_own_code(const std::string& source) {
  const common_chat_template empty("", "", "");
  autoparser::generation_params params;
  params.messages = common_json::array();
  try {
    return common_chat_try_specialized_template(empty, source, params).has_value();
  } catch (const std::exception&) {
    return true;  // It has begun, with nothing to render.
  }
}

}  // namespace

PromptRenderer::PromptRenderer(const common_chat_templates* templates)
    : templates_(templates),
      has_own_code_(has_own_code(common_chat_templates_source(templates))),
      has_own_code_with_tools_(has_own_code_) {
  const std::string with_tools = common_chat_templates_source(templates, "tool_use");
  if (!with_tools.empty()) has_own_code_with_tools_ = has_own_code(with_tools);
}

PromptText PromptRenderer::render(common_chat_templates_inputs inputs) const {
  // No template sees the choice; without one there is less to make.
  inputs.tool_choice = COMMON_CHAT_TOOL_CHOICE_NONE;
  inputs.force_pure_content = inputs.tools.empty() ? !has_own_code_ : !has_own_code_with_tools_;
  common_chat_params params = common_chat_templates_apply(templates_, inputs);
  return {.prompt = std::move(params.prompt), .answer_start = std::move(params.generation_prompt)};
}

}  // namespace samewire
