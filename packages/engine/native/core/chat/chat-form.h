#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chat/answer-grammar.h"
#include "chat/chat.h"
#include "chat/output-syntax.h"
#include "sampling/reasoning-form.h"

struct common_chat_params;

namespace samewire {

/**
 * How the answer to a chat is written and read. Making one takes llama.cpp an analysis of the
 * template, a parser and a grammar, and of the messages nothing but the beginning of the answer.
 */
struct ChatForm {
  /** Absent if all of the answer is content. */
  std::shared_ptr<const OutputSyntax> output = nullptr;
  /** Absent if anything may be answered, or nobody asked. */
  std::optional<AnswerGrammar> grammar = std::nullopt;
  /** Absent if the template does not say between which texts its model reasons. */
  std::optional<ReasoningForm> reasoning = std::nullopt;
  /** Control tokens that the parser must see. */
  std::vector<std::string> shown_tokens = {};
  /** Texts that end the answer. */
  std::vector<std::string> stops = {};
};

/** @throws std::exception if llama.cpp's parser cannot be read */
ChatForm make_chat_form(const common_chat_params& params, std::optional<AnswerGrammar> grammar);

/** About what a form takes in memory. */
std::size_t num_bytes(const ChatForm& form, const common_chat_params& params);

/**
 * All that a form is made of: equal for chats alone that have the same with one template.
 *
 * @param answer_start what their prompts end with, as `PromptText` has it
 */
std::string form_key(const Chat& chat, std::string_view answer_start, bool with_grammar);

}  // namespace samewire
