#include "chat/output-syntax.h"

#include <chat-peg-parser.h>
#include <chat.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <variant>

namespace samewire {

struct OutputSyntax::Parser {
  common_chat_format format;
  common_peg_arena arena;
  /** The end of the prompt, with which the parser expects an answer to begin. */
  std::string prefix;
};

namespace {

using Builder = common_chat_peg_builder;

std::unique_ptr<common_chat_peg_mapper> mapper_for(common_chat_format format,
                                                   common_chat_msg& message) {
  switch (format) {
    case COMMON_CHAT_FORMAT_PEG_GEMMA4:
      return std::make_unique<common_chat_peg_gemma4_mapper>(message);
    case COMMON_CHAT_FORMAT_PEG_MINIMAX_M3:
      return std::make_unique<common_chat_peg_minimax_m3_mapper>(message);
    default:
      return std::make_unique<common_chat_peg_mapper>(message);
  }
}

template <typename Visit>
void for_each_parser(const common_peg_arena& arena, Visit visit) {
  for (common_peg_parser_id id = 0; id < arena.size(); ++id) visit(arena.get(id));
}

/** What ends text of which nothing is known but its end. */
std::vector<std::string> find_markers(const common_peg_arena& arena) {
  std::set<std::string> markers;
  for_each_parser(arena, [&](const common_peg_parser_variant& parser) {
    if (const auto* until = std::get_if<common_peg_until_parser>(&parser)) {
      markers.insert(until->delimiters.begin(), until->delimiters.end());
    } else if (const auto* searched = std::get_if<common_peg_ac_parser>(&parser)) {
      markers.insert(searched->delimiters.begin(), searched->delimiters.end());
    }
  });
  markers.erase("");
  return {markers.begin(), markers.end()};
}

std::set<std::string> find_tags(const common_peg_arena& arena) {
  std::set<std::string> tags;
  for_each_parser(arena, [&](const common_peg_parser_variant& parser) {
    if (const auto* tag = std::get_if<common_peg_tag_parser>(&parser)) tags.insert(tag->tag);
  });
  return tags;
}

bool has_nothing_but_content(const common_peg_arena& arena) {
  std::set<std::string> tags = find_tags(arena);
  tags.erase(Builder::CONTENT);
  return tags.empty();
}

/**
 * For each call whether its id stands in front of its arguments. One that comes later would come
 * too late for a stream, whose first word of a call is its id.
 */
std::vector<bool> calls_with_early_ids(const common_peg_ast_arena& ast,
                                       const common_peg_parse_result& result) {
  std::vector<bool> early;
  bool has_arguments = false;
  ast.visit(result, [&](const common_peg_ast_node& node) {
    if (node.tag == Builder::TOOL_OPEN) {
      early.push_back(false);
      has_arguments = false;
    } else if (node.tag == Builder::TOOL_ARGS || node.tag == Builder::TOOL_ARG) {
      has_arguments = true;
    } else if (node.tag == Builder::TOOL_ID && !early.empty()) {
      early.back() = !has_arguments;
    }
  });
  return early;
}

/** llama.cpp's parsers call themselves for each level, and the stack of a thread has an end. */
constexpr int kMaxNesting = 256;

bool is_letter(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

/** Whether brackets, braces or tags open further than they should, wherever they are. */
bool is_nested_too_deeply(std::string_view text) {
  int depth = 0;
  int least = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char byte = text[at];
    const char next = at + 1 < text.size() ? text[at + 1] : ' ';
    if (byte == '[' || byte == '{' || (byte == '<' && is_letter(next))) ++depth;
    if (byte == ']' || byte == '}' || (byte == '<' && next == '/')) --depth;
    least = std::min(least, depth);
    if (depth - least > kMaxNesting) return true;
  }
  return false;
}

}  // namespace

OutputSyntax::OutputSyntax(const common_chat_params& params) {
  auto parser = std::make_unique<Parser>();
  parser->format = params.format;
  parser->prefix = params.generation_prompt;
  if (!params.parser.empty()) parser->arena.load(params.parser);
  markers_ = find_markers(parser->arena);
  is_plain_ = parser->arena.empty() ||
              (markers_.empty() && has_nothing_but_content(parser->arena));
  parser_ = std::move(parser);
}

OutputSyntax::~OutputSyntax() = default;

bool OutputSyntax::finds_tool_calls() const {
  return find_tags(parser_->arena).contains(Builder::TOOL);
}

bool OutputSyntax::finds_reasoning() const {
  return find_tags(parser_->arena).contains(Builder::REASONING);
}

std::string OutputSyntax::describe() const {
  return std::to_string(parser_->format) + "\n" + parser_->prefix + "\n" + parser_->arena.save();
}

std::size_t OutputSyntax::num_prefix_bytes() const { return parser_->prefix.size(); }

// As `common_chat_parse`, without its copy of the parser and its exception for another form.
std::optional<ParsedOutput> OutputSyntax::parse(std::string_view text) const {
  if (parser_->arena.empty()) {
    return ParsedOutput{.content = std::string(text), .reasoning = {}, .tool_calls = {}};
  }
  if (is_nested_too_deeply(text)) return std::nullopt;
  std::string input = parser_->prefix;
  input.append(text);
  common_peg_parse_context context(input, COMMON_PEG_PARSE_FLAG_LENIENT);
  const common_peg_parse_result result = parser_->arena.parse(context);
  if (result.fail()) return std::nullopt;
  common_chat_msg message;
  mapper_for(parser_->format, message)->from_ast(context.ast, result);

  ParsedOutput output{.content = std::move(message.content),
                      .reasoning = std::move(message.reasoning_content),
                      .tool_calls = {}};
  const std::vector<bool> early = calls_with_early_ids(context.ast, result);
  for (std::size_t i = 0; i < message.tool_calls.size(); ++i) {
    common_chat_tool_call& call = message.tool_calls[i];
    if (i >= early.size() || !early[i]) call.id.clear();
    output.tool_calls.push_back({.id = std::move(call.id),
                                 .name = std::move(call.name),
                                 .arguments = std::move(call.arguments)});
  }
  return output;
}

}  // namespace samewire
