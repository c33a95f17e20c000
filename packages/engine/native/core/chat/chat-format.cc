#include "chat/chat-format.h"

#include <chat.h>
#include <llama.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <map>
#include <string_view>
#include <utility>

#include "chat/answer-grammar.h"
#include "chat/json-cursor.h"
#include "chat/llama-chat.h"
#include "chat/prompt-renderer.h"
#include "chat/tool-selection.h"
#include "content-cache.h"
#include "error.h"

namespace samewire {

namespace {

/** Some hundred tools with long schemas, and thousands of what is usual. */
constexpr std::size_t kMaxFormBytes = 32 * 1024 * 1024;

}  // namespace

struct ChatFormat::Templates {
  explicit Templates(common_chat_templates_ptr parsed)
      : templates(std::move(parsed)), prompts(templates.get()) {}

  /** @throws std::exception if the template refuses the chat */
  RenderedChat render(const Chat& chat, bool with_grammar);

  common_chat_templates_ptr templates;
  PromptRenderer prompts;
  ContentCache<const ChatForm> forms{kMaxFormBytes};
};

RenderedChat ChatFormat::Templates::render(const Chat& chat, bool with_grammar) {
  PromptText text = prompts.render(to_llama(chat));
  std::string key = form_key(chat, text.answer_start, with_grammar);
  const std::size_t key_size = key.size();
  auto form = forms.get(std::move(key), key_size, [&] {
    const common_chat_params params = common_chat_templates_apply(templates.get(), to_llama(chat));
    auto grammar = with_grammar ? answer_grammar(templates.get(), chat, params) : std::nullopt;
    auto made = std::make_shared<const ChatForm>(make_chat_form(params, std::move(grammar)));
    const std::size_t size = num_bytes(*made, params);
    return ContentCache<const ChatForm>::Made{.value = std::move(made), .size = size};
  });
  return {.prompt = std::move(text.prompt), .form = std::move(form)};
}

namespace {

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
  const bool has_reasoning = plain && OutputSyntax(*plain).finds_reasoning();
  return {
      .tools = can_call_tools(templates),
      .parallel_tool_calls = has("supports_parallel_tool_calls"),
      .json_arguments = writes_json_arguments(templates),
      .tool_selection = holds_tool_selections(templates),
      .reasoning = has_reasoning,
      .reasoning_budget = has_reasoning && make_chat_form(*plain, {}).reasoning.has_value(),
      .reasoning_effort = has("supports_reasoning_effort"),
      .system_role = has("supports_system_role"),
  };
}

}  // namespace

ChatFormat::ChatFormat(const llama_model* model) : ChatFormat(model, "") {}

ChatFormat::ChatFormat(const std::string& source) : ChatFormat(nullptr, source) {}

ChatFormat::ChatFormat(const llama_model* model, const std::string& source) {
  try {
    templates_ = std::make_unique<Templates>(common_chat_templates_init(model, source));
    capabilities_ = capabilities_of(templates_->templates.get());
    source_ = common_chat_templates_source(templates_->templates.get());
  } catch (const std::exception& error) {
    problem_ = error.what();
  }
}

ChatFormat::~ChatFormat() = default;
ChatFormat::ChatFormat(ChatFormat&&) noexcept = default;
ChatFormat& ChatFormat::operator=(ChatFormat&&) noexcept = default;

std::string ChatFormat::render_prompt(const Chat& chat) const {
  return with_accepted(chat, [&](const Chat& accepted) {
    return templates_->prompts.render(to_llama(accepted)).prompt;
  });
}

RenderedChat ChatFormat::render(const Chat& chat) const { return render_as(chat, false); }

RenderedChat ChatFormat::render_with_grammar(const Chat& chat) const {
  return render_as(chat, true);
}

RenderedChat ChatFormat::render_as(const Chat& chat, bool with_grammar) const {
  return with_accepted(chat, [&](const Chat& accepted) {
    return templates_->render(accepted, with_grammar);
  });
}

template <typename Work>
std::invoke_result_t<Work, const Chat&> ChatFormat::with_accepted(const Chat& chat,
                                                                  Work work) const {
  // A choice that calls cannot be held to is kept to because nothing else is seen.
  const bool holds = chat.tool_choice != ChatToolChoice::kAuto || capabilities_.tool_selection;
  if (!holds && selects_tools(chat)) return with_accepted(with_allowed_tools(chat), work);
  if (!problem_.empty()) {
    throw EngineException(ErrorCode::kUnsupported,
                          "The model's chat template cannot be used: " + problem_);
  }
  const std::string too_deep = too_deep_field(chat);
  if (!too_deep.empty()) {
    throw EngineException(refusal(too_deep, "they nest more than 512 levels deep."));
  }
  try {
    return work(chat);
  } catch (const EngineException&) {
    throw;
  } catch (const std::exception& error) {
    try {
      return work(with_short_call_ids(chat));
    } catch (const EngineException&) {
      throw;
    } catch (const std::exception&) {
      // It is not the ids: the first error says what it is.
    }
    const bool is_tools = !chat.tools.empty() && succeeds([&] {
      Chat without = chat;
      without.tools.clear();
      common_chat_templates_apply(templates_->templates.get(), to_llama(without));
    });
    throw EngineException(refusal(is_tools ? "tools" : "messages", error.what()));
  }
}

}  // namespace samewire
