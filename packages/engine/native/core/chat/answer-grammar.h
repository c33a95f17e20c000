#pragma once

#include <optional>
#include <string>

#include "chat/chat.h"
#include "grammar/grammar-source.h"
#include "grammar/grammar-start.h"

struct common_chat_params;
struct common_chat_templates;

namespace samewire {

/** What an answer to a chat has to keep to, in the form that its template gives it. */
struct AnswerGrammar {
  GrammarSource source;
  /** The end of the prompt, as `GrammarUse` has it. */
  std::string prefix = {};
  /** Absent: it binds from the beginning. */
  std::optional<LazyGrammar> lazy = std::nullopt;
};

/**
 * Calls that are asked for are all that may be answered, after reasoning; calls that are allowed
 * are held to their form once one begins. The form around arguments and content is llama.cpp's,
 * found by rendering the chat once more with constants for them; what stands in their place is
 * ours. Where the form writes arguments in another way than JSON, they are llama.cpp's as well:
 * it holds texts to nothing then. Of the tools, those that may not be called are left out.
 *
 * @param params what the chat was rendered to
 * @return nothing if anything may be answered, or the form does not say where a call begins
 * @throws EngineException kUnsupported if calls are asked for and the template has no form of them
 */
std::optional<AnswerGrammar> answer_grammar(const common_chat_templates* templates,
                                            const Chat& chat, const common_chat_params& params);

/** Whether the form of the template writes arguments as JSON, which grammars can hold to. */
bool writes_json_arguments(const common_chat_templates* templates);

/**
 * Whether calls that may come can be held to some of the tools that the model sees. Those that are
 * asked for always can.
 */
bool holds_tool_selections(const common_chat_templates* templates);

}  // namespace samewire
