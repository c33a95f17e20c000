#include "chat/output-parser.h"

#include <chat.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "chat/chat-format.h"
#include "random.h"
#include "testing.h"
#include "written-answers.h"

using namespace samewire;
using namespace samewire::testing;

namespace {

/** What deltas add up to, after checks of what a stream of them has to keep to. */
class Gathered {
 public:
  ParsedOutput output;

  void add(const std::vector<OutputDelta>& deltas) {
    for (const OutputDelta& delta : deltas) {
      switch (delta.kind) {
        case OutputDelta::Kind::kContent:
          output.content += delta.text;
          break;
        case OutputDelta::Kind::kReasoning:
          output.reasoning += delta.text;
          break;
        case OutputDelta::Kind::kToolCall:
          add_call(delta);
          break;
      }
    }
  }

 private:
  void add_call(const OutputDelta& delta) {
    if (delta.call == output.tool_calls.size()) {
      CHECK(!delta.name.empty());
      output.tool_calls.push_back({.id = delta.id, .name = delta.name, .arguments = {}});
    } else {
      CHECK(delta.name.empty() && delta.id.empty());
    }
    CHECK_EQUAL(std::size_t{delta.call}, output.tool_calls.size() - 1);
    output.tool_calls.back().arguments += delta.text;
  }
};

std::string show(const ParsedOutput& output) {
  std::string text = "content [" + output.content + "] reasoning [" + output.reasoning + "]";
  for (const ChatToolCall& call : output.tool_calls) {
    text += " " + call.name + "#" + call.id + " [" + call.arguments + "]";
  }
  return text;
}

/** Reads a text that comes in pieces, of which `next_length` tells the lengths. */
template <typename NextLength>
std::string stream(const Syntax& syntax, std::string_view text, NextLength next_length) {
  OutputParser parser(syntax);
  Gathered gathered;
  std::vector<OutputDelta> deltas;
  while (!text.empty()) {
    const std::size_t length = std::min<std::size_t>(next_length(), text.size());
    deltas.clear();
    parser.push(text.substr(0, length), deltas);
    gathered.add(deltas);
    text.remove_prefix(length);
  }
  deltas.clear();
  parser.finish(deltas);
  gathered.add(deltas);
  return show(gathered.output);
}

/** What llama.cpp's own function finds in a text, less ids that come too late for a stream. */
std::string oracle(const common_chat_params& params, const OutputSyntax& syntax,
                   const std::string& text) {
  common_chat_parser_params parsing(params);
  parsing.parser.load(params.parser);
  const common_chat_msg message = common_chat_parse(text, true, parsing);
  ParsedOutput output{.content = message.content,
                      .reasoning = message.reasoning_content,
                      .tool_calls = {}};
  const auto ours = syntax.parse(text);
  for (std::size_t i = 0; i < message.tool_calls.size(); ++i) {
    const common_chat_tool_call& call = message.tool_calls[i];
    // One that has no more than its name yet has not begun.
    if (call.name.empty() || text.ends_with(call.name)) continue;
    output.tool_calls.push_back(
        {.id = ours->tool_calls[i].id, .name = call.name, .arguments = call.arguments});
  }
  return show(output);
}

Syntax syntax_of(std::string_view name) {
  return std::make_shared<const OutputSyntax>(params_of(template_named(name), tool_chat()));
}

void check_same_in_any_pieces(const TemplateFile& file, const common_chat_params& params,
                              const Syntax& syntax, const std::string& text, Random& random,
                              int num_chunkings) {
  const std::string whole = stream(syntax, text, [] { return std::size_t{1} << 30U; });
  if (syntax->parse(text)) CHECK_EQUAL(whole, oracle(params, *syntax, text));
  for (int i = 0; i < num_chunkings; ++i) {
    // The first byte by byte, so also inside of characters and markers.
    const std::uint32_t longest = i == 0 ? 1 : 2 + random.below(30);
    const std::string pieces =
        stream(syntax, text, [&] { return std::size_t{1} + random.below(longest); });
    if (pieces != whole) {
      fail(file.name, __LINE__, "reads " + text + "\n  # in pieces as " + pieces +
                                    "\n  # in one piece as " + whole);
    }
  }
}

}  // namespace

TEST("whatever a model of any template writes is read the same in any pieces") {
  Random random(4);
  for (const Answer& answer : written_answers()) {
    const std::string& text = answer.written.text;
    check_same_in_any_pieces(*answer.file, answer.params, answer.syntax, text, random, 4);
    // Cut off, as by a limit of tokens.
    for (int i = 0; i < 5 && !text.empty(); ++i) {
      std::size_t length = random.below(static_cast<std::uint32_t>(text.size()));
      while (length > 0 && (static_cast<unsigned char>(text[length]) & 0xC0U) == 0x80U) --length;
      check_same_in_any_pieces(*answer.file, answer.params, answer.syntax,
                               text.substr(0, length), random, 2);
    }
  }
}

TEST("llama.cpp's parsers find what was scripted, but for templates that cannot say it") {
  std::set<std::string> silent;
  for (const Answer& answer : written_answers()) {
    const std::size_t num_calls = answer.script.message.tool_calls.size();
    if (!answer.capabilities.tools && num_calls > 0) continue;
    if (!answer.capabilities.parallel_tool_calls && num_calls > 1) continue;
    if (!answer.written.says_script) {
      silent.insert(answer.file->name + ": " + std::string(answer.script.name));
    }
  }
  // Their parsers take no second call, their answers always call a tool, or do not think here.
  const std::set<std::string> expected{"CohereForAI-c4ai-command-r-plus-tool_use: text",
                                       "MiniMax-M1: two calls",
                                       "meetkai-functionary-medium-v3.2: two calls",
                                       "tencent-Hy3: text"};
  if (kTemplateStep == 1) {
    CHECK_EQUAL(silent, expected);
  } else {
    CHECK(std::ranges::includes(expected, silent));
  }
}

TEST("content goes through without a parser, markup and all") {
  OutputParser parser(syntax_of("Qwen-Qwen3-0.6B"));
  std::vector<OutputDelta> deltas;
  Gathered gathered;
  std::string text;
  while (text.size() < 200'000) {
    const std::string piece = "<div>Grüße & <b>more</b> {} </div>\n";
    text += piece;
    deltas.clear();
    parser.push(piece, deltas);
    gathered.add(deltas);
  }
  CHECK(gathered.output.content == text);
  CHECK(parser.cost().num_parsed_bytes < 1'000);
}

TEST("arguments go through without a parser") {
  for (const std::string_view name : {"Qwen-Qwen3-0.6B", "Qwen3-Coder"}) {
    OutputParser parser(syntax_of(name));
    const bool is_json = name == "Qwen-Qwen3-0.6B";
    std::vector<OutputDelta> deltas;
    parser.push(is_json ? "<tool_call>\n{\"name\": \"get_time\", \"arguments\": {\"zone\": \"a"
                        : "<tool_call>\n<function=get_time>\n<parameter=zone>\na",
                deltas);
    for (int i = 0; i < 50'000; ++i) parser.push(is_json ? "\\\"x\\n" : "\"x\n<", deltas);
    parser.push(is_json ? "\"}}\n</tool_call>" : "\n</parameter>\n</function>\n</tool_call>", deltas);
    parser.finish(deltas);
    Gathered gathered;
    gathered.add(deltas);
    CHECK_EQUAL(gathered.output.tool_calls.size(), 1U);
    const auto arguments = common_json::parse(gathered.output.tool_calls[0].arguments);
    CHECK(arguments.at("zone").get<std::string>().size() >= 150'000);
    CHECK(parser.cost().num_parsed_bytes < 5'000);
  }
}

TEST("what has to be parsed costs a fixed multiple of its length") {
  // A call of nothing but structure, one byte at a time.
  OutputParser parser(syntax_of("google-gemma-4-31B-it"));
  std::vector<OutputDelta> deltas;
  std::string text = "<|tool_call>call:get_weather{city:[";
  while (text.size() < 20'000) text += "1,";
  text += "2]}<tool_call|>";
  for (const char byte : text) parser.push({&byte, 1}, deltas);
  parser.finish(deltas);
  Gathered gathered;
  gathered.add(deltas);
  CHECK_EQUAL(gathered.output.tool_calls.size(), 1U);
  CHECK(parser.cost().num_parsed_bytes < 64 * 1024 + 20 * text.size());
}

TEST("a call of a tool that there is not is content") {
  const std::string text = "Hi. <tool_call>\n{\"name\": \"nope\", \"arguments\": {}}\n</tool_call>";
  const Syntax syntax = syntax_of("Qwen-Qwen3-0.6B");
  for (const std::size_t length : {std::size_t{1}, std::size_t{7}, text.size()}) {
    CHECK_EQUAL(stream(syntax, text, [&] { return length; }),
                "content [" + text + "] reasoning []");
  }
}

TEST("text after a call that should be the last is content") {
  const std::string call =
      "<tool_call>\n{\"name\": \"get_time\", \"arguments\": {\"zone\": \"CET\"}}\n</tool_call>";
  const Syntax syntax = syntax_of("Qwen-Qwen3-0.6B");
  for (const std::size_t length : {std::size_t{1}, std::size_t{7}, std::size_t{1000}}) {
    CHECK_EQUAL(stream(syntax, call + " Done.", [&] { return length; }),
                std::string("content [Done.] reasoning [] get_time# [{\"zone\": \"CET\"}]"));
  }
}

TEST("the first piece of a call has its whole name") {
  Chat chat = tool_chat();
  chat.tools[0].name = "get";
  chat.tools[1].name = "get_time_of_day";
  const auto syntax =
      std::make_shared<const OutputSyntax>(params_of(template_named("GLM-4.7-Flash"), chat));
  const std::string text =
      "</think><tool_call>get_time_of_day<arg_key>zone</arg_key><arg_value>CET</arg_value>"
      "</tool_call>";
  CHECK_EQUAL(stream(syntax, text, [] { return std::size_t{1}; }),
              std::string("content [] reasoning [] get_time_of_day# [{\"zone\":\"CET\"}]"));
}

TEST("an answer that nests without end is content") {
  const auto levels = [](std::string begin, const std::string& level) {
    for (int i = 0; i < 100'000; ++i) begin += level;
    return begin;
  };
  for (const auto& [name, text] : std::vector<std::pair<std::string_view, std::string>>{
           {"Qwen-Qwen3-0.6B",
            levels("<tool_call>\n{\"name\": \"get_time\", \"arguments\": {\"zone\": ", "[")},
           {"google-gemma-4-31B-it", levels("<|tool_call>call:get_time{zone:", "[")},
           {"google-gemma-4-31B-it", levels("<|tool_call>call:get_time{zone:", "{a:")},
           {"LFM2-8B-A1B", levels("<|tool_call_start|>[get_time(zone=", "[")},
           {"MiniMax-M3", levels("]<]minimax[>[<tool_call>]<]minimax[>[<invoke name=\"get_time\">",
                                 "]<]minimax[>[<zone>")},
       }) {
    const Syntax syntax = syntax_of(name);
    const std::string whole = stream(syntax, text, [] { return std::size_t{1} << 30U; });
    CHECK(whole.size() > 100'000);
    CHECK(stream(syntax, text, [] { return std::size_t{1000}; }).size() > 100'000);
  }
}
