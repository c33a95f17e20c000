#include "chat/answer-grammar.h"

#include <chat-peg-parser.h>
#include <chat.h>

#include <algorithm>
#include <cstdint>
#include <exception>
#include <iterator>
#include <set>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "chat/llama-chat.h"
#include "chat/tool-selection.h"
#include "error.h"

namespace samewire {
namespace {

using Builder = common_chat_peg_builder;

/** Constants that no template writes by itself: one for each tool, and one for the content. */
constexpr std::uint64_t kArguments = 7'415'926'535'000'000;
constexpr std::uint64_t kContent = 8'979'323'846'000'000;

constexpr std::string_view kAnyObject = R"(root ::= object
object ::= "{" space (member ("," space member)*)? "}" space
member ::= string ":" space value
array ::= "[" space (value ("," space value)*)? "]" space
value ::= object | array | string | number | ("true" | "false" | "null") space
string ::= "\"" ([^"\\\x00-\x1F] | "\\" (["\\/bfnrt] | "u" [0-9a-fA-F]{4}))* "\"" space
number ::= "-"? ("0" | [1-9] [0-9]*) ("." [0-9]+)? ([eE] [-+]? [0-9]+)? space
space ::= [ \t\n]{0,20}
)";

std::string constant_schema(std::uint64_t value) {
  return R"({"const":)" + std::to_string(value) + "}";
}

/** How a grammar of llama.cpp's writes a constant number. */
bool mentions(const std::string& gbnf, std::uint64_t value) {
  return gbnf.find('"' + std::to_string(value) + '"') != std::string::npos;
}

std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '\n') {
      result += "\\n";
    } else if (c == '\r') {
      result += "\\r";
    } else if (c == '"' || c == '\\') {
      result += {'\\', c};
    } else {
      result += c;
    }
  }
  return result + '"';
}

/** Parsers that take text up to something, somewhere under one parser. */
void find_texts(const common_peg_arena& arena, common_peg_parser_id id,
                std::set<common_peg_parser_id>& seen, std::set<common_peg_parser_id>& texts) {
  if (!seen.insert(id).second) return;
  const auto visit = [&](common_peg_parser_id child) { find_texts(arena, child, seen, texts); };
  const common_peg_parser_variant& parser = arena.get(id);
  if (std::holds_alternative<common_peg_until_parser>(parser)) {
    texts.insert(id);
  } else if (const auto* sequence = std::get_if<common_peg_sequence_parser>(&parser)) {
    std::ranges::for_each(sequence->children, visit);
  } else if (const auto* choice = std::get_if<common_peg_choice_parser>(&parser)) {
    std::ranges::for_each(choice->children, visit);
  } else if (const auto* repetition = std::get_if<common_peg_repetition_parser>(&parser)) {
    visit(repetition->child);
  } else if (const auto* atomic = std::get_if<common_peg_atomic_parser>(&parser)) {
    visit(atomic->child);
  } else if (const auto* tag = std::get_if<common_peg_tag_parser>(&parser)) {
    visit(tag->child);
  } else if (const auto* rule = std::get_if<common_peg_rule_parser>(&parser)) {
    visit(rule->child);
  } else if (const auto* reference = std::get_if<common_peg_ref_parser>(&parser)) {
    visit(arena.get_rule(reference->name));
  }
}

std::set<common_peg_parser_id> texts_tagged(const common_peg_arena& arena, std::string_view name) {
  std::set<common_peg_parser_id> seen;
  std::set<common_peg_parser_id> texts;
  for (common_peg_parser_id id = 0; id < arena.size(); ++id) {
    const auto* tag = std::get_if<common_peg_tag_parser>(&arena.get(id));
    if (tag != nullptr && tag->tag == name) find_texts(arena, tag->child, seen, texts);
  }
  return texts;
}

/** The rules of a grammar of llama.cpp's that are content and nothing else. */
std::vector<std::string> content_rules(const common_chat_params& params) {
  common_peg_arena arena;
  arena.load(params.parser);
  const std::set<common_peg_parser_id> reasoning = texts_tagged(arena, Builder::REASONING);
  std::vector<std::string> names;
  for (const common_peg_parser_id id : texts_tagged(arena, Builder::CONTENT)) {
    if (!reasoning.contains(id)) names.push_back("until-" + std::to_string(id));
  }
  return names;
}

/** Rules of llama.cpp's that repeat calls, whether calls may be parallel or not. */
std::vector<std::string> repeating_rules() { return {"tool-calls", "kimi-k3-tool-call"}; }

class Forms {
 public:
  Forms(const common_chat_templates* templates, const Chat& chat, const common_chat_params& params)
      : templates_(templates),
        chat_(with_allowed_tools(chat)),
        is_selection_(selects_tools(chat)),
        params_(params) {}

  /** @return nothing if the template has no form of calls, or none that says where they begin */
  std::optional<AnswerGrammar> calls(ChatToolChoice choice) const {
    auto rendered = with_constants(choice);
    const bool is_json = rendered.has_value();
    const bool is_other = is_selection_ || choice != chat_.tool_choice;
    if (!is_json && is_other) rendered = with_own_arguments(choice);
    const common_chat_params& form = rendered ? *rendered : params_;
    if (form.grammar.empty()) return std::nullopt;
    GrammarText text{.gbnf = form.grammar};
    if (is_json) text.parts = arguments();
    if (!chat_.parallel_tool_calls) text.single = repeating_rules();
    AnswerGrammar result{.source = {}, .prefix = form.generation_prompt};
    if (form.grammar_lazy) {
      result.lazy = lazy(form);
      if (!result.lazy) return std::nullopt;
    } else if (chat_.separates_reasoning) {
      text.blank = content_rules(form);
    }
    result.source.texts = {std::move(text)};
    return result;
  }

  bool writes_json_arguments() const {
    return with_constants(ChatToolChoice::kRequired).has_value();
  }

  AnswerGrammar content() const {
    return {.source = {.texts = {{.gbnf = content_form(),
                                  .parts = {{.literal = std::to_string(kContent),
                                             .gbnf = chat_.content_grammar},
                                            // Who asked for JSON reads it without a fence.
                                            {.literal = "```json", .gbnf = "root ::= \"\""},
                                            {.literal = "```", .gbnf = "root ::= \"\""}}}}},
            .prefix = params_.generation_prompt};
  }

 private:
  common_chat_params apply(const common_chat_templates_inputs& inputs) const {
    return common_chat_templates_apply(templates_, inputs);
  }

  /** @return nothing if the form does not write arguments as JSON */
  std::optional<common_chat_params> with_constants(ChatToolChoice choice) const {
    Chat asked = chat_;
    asked.tool_choice = choice;
    for (std::size_t i = 0; i < asked.tools.size(); ++i) {
      asked.tools[i].parameters = constant_schema(kArguments + i);
    }
    try {
      common_chat_params form = apply(to_llama(asked));
      for (std::size_t i = 0; i < asked.tools.size(); ++i) {
        if (!mentions(form.grammar, kArguments + i)) return std::nullopt;
      }
      return form;
    } catch (const std::exception&) {
      return std::nullopt;  // The template looks for properties.
    }
  }

  common_chat_params with_own_arguments(ChatToolChoice choice) const {
    Chat asked = chat_;
    asked.tool_choice = choice;
    return apply(to_llama(asked));
  }

  /** Reasoning, if there may be any, and then the content. */
  std::string content_form() const {
    const std::string alone = "root ::= " + quoted(params_.generation_prompt) + " " +
                              quoted(std::to_string(kContent));
    if (!chat_.separates_reasoning) return alone;
    common_chat_templates_inputs inputs = to_llama(chat_);
    inputs.tools.clear();
    inputs.tool_choice = COMMON_CHAT_TOOL_CHOICE_NONE;
    inputs.json_schema = constant_schema(kContent);
    try {
      const common_chat_params form = apply(inputs);
      const bool is_form = mentions(form.grammar, kContent) &&
                           form.generation_prompt == params_.generation_prompt;
      return is_form ? form.grammar : alone;
    } catch (const std::exception&) {
      return alone;
    }
  }

  std::vector<GrammarPart> arguments() const {
    std::vector<GrammarPart> parts;
    for (std::size_t i = 0; i < chat_.tools.size(); ++i) {
      const std::string& own = chat_.tools[i].arguments_grammar;
      parts.push_back({.literal = std::to_string(kArguments + i),
                       .gbnf = own.empty() ? std::string(kAnyObject) : own});
    }
    return parts;
  }

  static std::optional<LazyGrammar> lazy(const common_chat_params& form) {
    LazyGrammar result{.triggers = {},
                       .thinking_start = form.thinking_start_tag,
                       .thinking_ends = form.thinking_end_tags};
    for (const common_grammar_trigger& trigger : form.grammar_triggers) {
      // What may not follow cannot be told before it has come.
      if (trigger.value.find("(?!") != std::string::npos) return std::nullopt;
      result.triggers.push_back({.is_pattern = trigger.type != COMMON_GRAMMAR_TRIGGER_TYPE_WORD,
                                 .text = trigger.value});
    }
    return result;
  }

  const common_chat_templates* templates_;
  /** Less what may not be called. */
  Chat chat_;
  bool is_selection_;
  /** What the whole chat was rendered to. */
  const common_chat_params& params_;
};

ChatTool probe(const char* name, bool is_allowed = true) {
  return {.name = name,
          .description = "A probe",
          .parameters = R"({"type":"object","properties":{"a":{"type":"string"}}})",
          .is_allowed = is_allowed};
}

}  // namespace

std::optional<AnswerGrammar> answer_grammar(const common_chat_templates* templates,
                                            const Chat& chat, const common_chat_params& params) {
  const bool has_calls = std::ranges::any_of(chat.tools, &ChatTool::is_allowed) &&
                         chat.tool_choice != ChatToolChoice::kNone;
  const bool is_required = has_calls && chat.tool_choice == ChatToolChoice::kRequired;
  const bool has_content = !chat.content_grammar.empty() && !is_required;
  const Forms forms(templates, chat, params);
  if (!has_calls) return has_content ? std::optional(forms.content()) : std::nullopt;
  if (!is_required && !has_content) return forms.calls(ChatToolChoice::kAuto);
  auto calls = forms.calls(ChatToolChoice::kRequired);
  if (!calls) {
    throw EngineException(ErrorCode::kUnsupported,
                          "The model's chat template has no form of tool calls.");
  }
  if (!has_content) return calls;
  AnswerGrammar content = forms.content();
  std::ranges::move(content.source.texts, std::back_inserter(calls->source.texts));
  return calls;
}

bool writes_json_arguments(const common_chat_templates* templates) {
  const Chat chat{.messages = {{.role = "user", .content = "Hello"}},
                  .tools = {{.name = "samewire_probe", .description = "A probe", .parameters = {}}}};
  return Forms(templates, chat, {}).writes_json_arguments();
}

bool holds_tool_selections(const common_chat_templates* templates) {
  const Chat chat{.messages = {{.role = "user", .content = "Hello"}},
                  .tools = {probe("samewire_probe"), probe("samewire_other", false)}};
  try {
    const common_chat_params params = common_chat_templates_apply(templates, to_llama(chat));
    return answer_grammar(templates, chat, params).has_value();
  } catch (const std::exception&) {
    return false;
  }
}

}  // namespace samewire
