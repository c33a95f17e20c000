#include "model/chat-prompt.h"

#include <llama.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

#include "error.h"
#include "media/media-marks.h"
#include "text/tokenizer.h"

namespace samewire {
namespace {

const llama_vocab* vocab_of(const Model& model) { return llama_model_get_vocab(model.llama()); }

/** The texts that are a token each. */
std::vector<Token> single_tokens(const Model& model, const std::vector<std::string>& texts) {
  std::vector<Token> singles;
  for (const std::string& text : texts) {
    const std::vector<Token> tokens =
        tokenize(vocab_of(model), text, {.add_special = false, .parse_special = true});
    if (tokens.size() == 1) singles.push_back(tokens.front());
  }
  std::ranges::sort(singles);
  return singles;
}

/** How much of the prompt a part of its conversation is; nothing if the template refuses it. */
std::optional<std::uint32_t> extent_of(const Model& model, const MediaMarks& marks,
                                       const Chat& part, const std::vector<Token>& prompt) {
  try {
    const std::vector<Token> tokens =
        marks.tokenize(vocab_of(model), model.chat_format().render_prompt(part)).tokens;
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

std::optional<GrammarUse> compiled(GrammarCache& grammars,
                                   const std::optional<AnswerGrammar>& grammar) {
  if (!grammar) return std::nullopt;
  return GrammarUse{.grammar = grammars.get(grammar->source),
                    .prefix = grammar->prefix,
                    .lazy = grammar->lazy};
}

/** In a message nobody but its author meant a control token, so that none is recognised. */
std::optional<ReasoningUse> reasoning_use(const Model& model,
                                          const std::optional<ReasoningForm>& form,
                                          const std::string& message) {
  if (!form) return std::nullopt;
  std::vector<Token> closing;
  if (!message.empty()) {
    closing = tokenize(vocab_of(model), message, {.add_special = false, .parse_special = false});
  }
  std::ranges::copy(tokenize(vocab_of(model), form->ends.front(),
                             {.add_special = false, .parse_special = true}),
                    std::back_inserter(closing));
  return ReasoningUse{.form = *form, .closing = std::move(closing)};
}

}  // namespace

ChatPrompt make_chat_prompt(const Model& model, GrammarCache& grammars, Projector* projector,
                            const Chat& asked) {
  Chat chat = asked;
  const MediaMarks marks(chat, projector);
  const RenderedChat rendered = model.chat_format().render_with_grammar(chat);
  const ChatForm& form = *rendered.form;
  // A grammar without a place for reasoning binds from the beginning: all of the answer is content.
  const bool is_bound = form.grammar && !form.grammar->lazy;
  const bool may_reason = chat.separates_reasoning || !is_bound;
  MediaText text = marks.tokenize(vocab_of(model), rendered.prompt);
  marks.require_all(text);
  ChatPrompt prompt{
      .tokens = std::move(text.tokens),
      .media = std::move(text.chunks),
      .answer = {.output = form.output,
                 .grammar = compiled(grammars, form.grammar),
                 .reasoning = may_reason
                                  ? reasoning_use(model, form.reasoning, chat.reasoning_message)
                                  : std::nullopt,
                 .stops = form.stops,
                 .shown_tokens = single_tokens(model, form.shown_tokens)}};
  if (!model.has_states()) return prompt;
  Chat without_answer = chat;
  without_answer.begins_answer = false;
  const Chat system = leading_system_messages(chat);
  std::vector<std::optional<std::uint32_t>> extents{
      extent_of(model, marks, without_answer, prompt.tokens)};
  if (!system.messages.empty()) extents.push_back(extent_of(model, marks, system, prompt.tokens));
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
