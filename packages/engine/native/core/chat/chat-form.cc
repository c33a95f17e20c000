#include "chat/chat-form.h"

#include <chat.h>

#include <algorithm>
#include <utility>

namespace samewire {
namespace {

/** Where the last reasoning that the prompt begins, if any, has not ended yet. */
bool begins_reasoning(const common_chat_params& params) {
  const std::string& prefix = params.generation_prompt;
  const std::size_t begun = prefix.rfind(params.thinking_start_tag);
  if (begun == std::string::npos) return false;
  return std::ranges::all_of(params.thinking_end_tags, [&](const std::string& end) {
    return prefix.find(end, begun + params.thinking_start_tag.size()) == std::string::npos;
  });
}

std::optional<ReasoningForm> reasoning_form(const common_chat_params& params) {
  ReasoningForm form{.start = params.thinking_start_tag, .ends = params.thinking_end_tags};
  std::erase(form.ends, "");
  if (form.start.empty() || form.ends.empty()) return std::nullopt;
  form.is_open = begins_reasoning(params);
  return form;
}

/** Texts and flags one behind the other, so that no two lists of them read the same. */
class KeyWriter {
 public:
  void add(std::string_view text) {
    key_ += std::to_string(text.size());
    key_ += ':';
    key_ += text;
  }
  void add(bool flag) { key_ += flag ? '1' : '0'; }
  void add_count(std::size_t count) {
    key_ += std::to_string(count);
    key_ += ';';
  }
  std::string take() { return std::move(key_); }

 private:
  std::string key_;
};

}  // namespace

ChatForm make_chat_form(const common_chat_params& params, std::optional<AnswerGrammar> grammar) {
  ChatForm form{.output = nullptr,
                .grammar = std::move(grammar),
                .reasoning = reasoning_form(params),
                .shown_tokens = params.preserved_tokens,
                .stops = params.additional_stops};
  std::erase(form.stops, "");
  auto output = std::make_shared<const OutputSyntax>(params);
  if (!output->is_plain()) form.output = std::move(output);
  return form;
}

std::size_t num_bytes(const ChatForm& form, const common_chat_params& params) {
  // As text, a part of a parser takes some 60 bytes; in memory, 250.
  std::size_t size = sizeof(ChatForm) + 4 * params.parser.size();
  if (form.grammar) size += form.grammar->source.size();
  return size;
}

// The lists of names are complete, or they do not compile: what is added to a chat is in the key,
// or said here not to matter.
std::string form_key(const Chat& chat, std::string_view answer_start, bool with_grammar) {
  const auto& [messages, tools, tool_choice, parallel_tool_calls, separates_reasoning,
               reasoning_message, content_grammar, template_kwargs, begins_answer] = chat;
  static_cast<void>(messages);           // `answer_start` is what of them matters.
  static_cast<void>(reasoning_message);  // Written by a budget, and by no form.
  KeyWriter key;
  key.add(answer_start);
  key.add(with_grammar);
  key.add_count(static_cast<std::size_t>(tool_choice));
  key.add(parallel_tool_calls);
  key.add(separates_reasoning);
  key.add(begins_answer);
  key.add(content_grammar);
  key.add_count(tools.size());
  for (const auto& [name, description, parameters, arguments_grammar, is_allowed] : tools) {
    key.add(name);
    key.add(description);
    key.add(parameters);
    key.add(arguments_grammar);
    key.add(is_allowed);
  }
  for (const auto& [name, value] : template_kwargs) {
    key.add(name);
    key.add(value);
  }
  return key.take();
}

}  // namespace samewire
