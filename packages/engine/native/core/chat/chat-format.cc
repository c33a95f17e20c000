#include "chat/chat-format.h"

#include <chat.h>
#include <llama.h>

#include <cstdint>
#include <exception>
#include <map>
#include <string_view>
#include <utility>

#include "chat/json-cursor.h"
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

/** llama.cpp's templates call themselves for each level of what they write as JSON. */
constexpr std::size_t kMaxNesting = 512;

/** The field whose JSON is nested too deeply; empty if there is none. */
std::string too_deep_field(const Chat& chat) {
  for (const ChatMessage& message : chat.messages) {
    for (const ChatToolCall& call : message.tool_calls) {
      if (is_deeper_than(kMaxNesting, call.arguments)) return "messages";
    }
  }
  for (const ChatTool& tool : chat.tools) {
    if (is_deeper_than(kMaxNesting, tool.parameters)) return "tools";
  }
  for (const auto& [name, value] : chat.template_kwargs) {
    if (is_deeper_than(kMaxNesting, value)) return "templateKwargs";
  }
  return "";
}

Fault refusal(const std::string& field, const std::string& reason) {
  return {.code = ErrorCode::kInvalidParams,
          .message = "The model's chat template refuses the " + field + ": " + reason,
          .field = field};
}

std::optional<ChatGrammar> grammar_of(const common_chat_params& params) {
  if (params.grammar.empty()) return std::nullopt;
  ChatGrammar grammar{.text = params.grammar,
                      .prefix = params.generation_prompt,
                      .is_lazy = params.grammar_lazy};
  for (const common_grammar_trigger& trigger : params.grammar_triggers) {
    const bool is_text = trigger.type == COMMON_GRAMMAR_TRIGGER_TYPE_WORD;
    grammar.triggers.push_back({.is_pattern = !is_text, .text = trigger.value});
  }
  return grammar;
}

RenderedChat from_llama(const common_chat_params& params) {
  RenderedChat rendered{.prompt = params.prompt,
                        .output = nullptr,
                        .grammar = grammar_of(params),
                        .shown_tokens = params.preserved_tokens,
                        .stops = params.additional_stops};
  std::erase(rendered.stops, "");
  auto output = std::make_shared<const OutputSyntax>(params);
  if (!output->is_plain()) rendered.output = std::move(output);
  return rendered;
}

template <typename Work>
bool succeeds(Work work) {
  try {
    work();
    return true;
  } catch (const std::exception&) {
    return false;
  }
}

/**
 * The same with ids of calls as Mistral's templates ask for them, nine letters or digits: no
 * client could know.
 */
Chat with_short_call_ids(Chat chat) {
  constexpr std::size_t kLength = 9;
  constexpr std::string_view kDigits = "0123456789abcdefghijklmnopqrstuvwxyz";
  const auto shorten = [&](std::string& id) {
    if (id.empty() || id.size() == kLength) return;
    std::uint64_t hash = 14695981039346656037ULL;
    for (const char byte : id) hash = (hash ^ static_cast<unsigned char>(byte)) * 1099511628211ULL;
    id.clear();
    for (std::size_t i = 0; i < kLength; ++i, hash /= kDigits.size()) {
      id += kDigits[hash % kDigits.size()];
    }
  };
  for (ChatMessage& message : chat.messages) {
    for (ChatToolCall& call : message.tool_calls) shorten(call.id);
    shorten(message.tool_call_id);
  }
  return chat;
}

/** Renders something harmless; nothing if the template refuses even that. */
std::optional<common_chat_params> try_out(const common_chat_templates* templates,
                                          const std::vector<ChatTool>& tools) {
  try {
    const Chat chat{.messages = {{.role = "user", .content = "Hello"}}, .tools = tools};
    return common_chat_templates_apply(templates, to_llama(chat));
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

/** Whether the model gets to see its tools, and its calls are told from its text. */
bool can_call_tools(const common_chat_templates* templates) {
  const ChatTool tool{.name = "samewire_probe",
                      .description = "A probe",
                      .parameters = R"({"type":"object","properties":{}})"};
  const auto params = try_out(templates, {tool});
  return params && params->prompt.find(tool.name) != std::string::npos &&
         OutputSyntax(*params).finds_tool_calls();
}

ChatCapabilities capabilities_of(const common_chat_templates* templates) {
  const std::map<std::string, bool> caps = common_chat_templates_get_caps(templates);
  const auto has = [&](const char* name) {
    const auto found = caps.find(name);
    return found != caps.end() && found->second;
  };
  const auto plain = try_out(templates, {});
  return {
      .tools = can_call_tools(templates),
      .parallel_tool_calls = has("supports_parallel_tool_calls"),
      .reasoning = plain && OutputSyntax(*plain).finds_reasoning(),
      .reasoning_effort = has("supports_reasoning_effort"),
      .system_role = has("supports_system_role"),
  };
}

}  // namespace

ChatFormat::ChatFormat(const llama_model* model) : ChatFormat(model, "") {}

ChatFormat::ChatFormat(const std::string& source) : ChatFormat(nullptr, source) {}

ChatFormat::ChatFormat(const llama_model* model, const std::string& source)
    : templates_(std::make_unique<Templates>()) {
  try {
    templates_->templates = common_chat_templates_init(model, source);
    capabilities_ = capabilities_of(templates_->templates.get());
    source_ = common_chat_templates_source(templates_->templates.get());
  } catch (const std::exception& error) {
    problem_ = error.what();
  }
}

ChatFormat::~ChatFormat() = default;
ChatFormat::ChatFormat(ChatFormat&&) noexcept = default;
ChatFormat& ChatFormat::operator=(ChatFormat&&) noexcept = default;

RenderedChat ChatFormat::render(const Chat& chat) const {
  if (!problem_.empty()) {
    throw EngineException(ErrorCode::kUnsupported,
                          "The model's chat template cannot be used: " + problem_);
  }
  const std::string too_deep = too_deep_field(chat);
  if (!too_deep.empty()) {
    throw EngineException(refusal(too_deep, "they nest more than 512 levels deep."));
  }
  const auto apply = [&](const Chat& asked) {
    return common_chat_templates_apply(templates_->templates.get(), to_llama(asked));
  };
  try {
    return from_llama(apply(chat));
  } catch (const std::exception& error) {
    const Chat renamed = with_short_call_ids(chat);
    if (succeeds([&] { apply(renamed); })) return from_llama(apply(renamed));
    const bool is_tools = !chat.tools.empty() && succeeds([&] {
      Chat without = chat;
      without.tools.clear();
      apply(without);
    });
    throw EngineException(refusal(is_tools ? "tools" : "messages", error.what()));
  }
}

}  // namespace samewire
