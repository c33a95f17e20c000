#include "model/chat-prompt.h"

#include <llama.h>

#include <algorithm>
#include <iterator>
#include <optional>

#include "error.h"
#include "text/tokenizer.h"

namespace samewire {
namespace {

std::vector<Token> tokens_of(const Model& model, const Chat& chat) {
  // The template's own begin token was taken away while rendering, so it comes only once.
  return tokenize(llama_model_get_vocab(model.llama()), model.chat_format().render(chat), {});
}

/** How much of the prompt a part of its conversation is; nothing if the template refuses it. */
std::optional<std::uint32_t> extent_of(const Model& model, const Chat& part,
                                       const std::vector<Token>& prompt) {
  try {
    const std::vector<Token> tokens = tokens_of(model, part);
    return static_cast<std::uint32_t>(std::ranges::mismatch(tokens, prompt).in1 - tokens.begin());
  } catch (const EngineException&) {
    return std::nullopt;
  }
}

Chat leading_system_messages(const Chat& chat) {
  const auto end = std::ranges::find_if_not(
      chat.messages, [](const ChatMessage& message) { return message.role == "system"; });
  Chat part = chat;
  part.messages.assign(chat.messages.begin(), end);
  part.begins_answer = false;
  return part;
}

}  // namespace

ChatPrompt make_chat_prompt(const Model& model, const Chat& chat) {
  ChatPrompt prompt{.tokens = tokens_of(model, chat), .branch_points = {}};
  if (!model.has_states()) return prompt;
  Chat without_answer = chat;
  without_answer.begins_answer = false;
  const Chat system = leading_system_messages(chat);
  std::vector<std::optional<std::uint32_t>> extents{extent_of(model, without_answer, prompt.tokens)};
  if (!system.messages.empty()) extents.push_back(extent_of(model, system, prompt.tokens));
  for (const auto& extent : extents) {
    if (extent && *extent > 0 && *extent < prompt.tokens.size()) {
      prompt.branch_points.push_back(*extent);
    }
  }
  std::ranges::sort(prompt.branch_points);
  const auto repeated = std::ranges::unique(prompt.branch_points);
  prompt.branch_points.erase(repeated.begin(), repeated.end());
  return prompt;
}

}  // namespace samewire
