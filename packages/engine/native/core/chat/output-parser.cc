#include "chat/output-parser.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "text/character-end.h"

namespace samewire {
namespace {

/** Bytes that parsing may read per byte of the answer, and before that. */
constexpr std::uint64_t kCreditPerByte = 16;
constexpr std::uint64_t kInitialCredit = 64 * 1024;

/** Added to an answer to see what text would be there. Neither is or begins a marker. */
constexpr std::string_view kTextProbe = " \nx";
constexpr std::string_view kJsonProbe = "xx";

constexpr std::string_view kWhitespace = " \t\r\n";

/** As in a JSON string, without the quotes. */
std::string escape_json(std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string escaped;
  escaped.reserve(text.size());
  for (const char byte : text) {
    switch (byte) {
      case '"':
        escaped += "\\\"";
        break;
      case '\\':
        escaped += "\\\\";
        break;
      case '\b':
        escaped += "\\b";
        break;
      case '\f':
        escaped += "\\f";
        break;
      case '\n':
        escaped += "\\n";
        break;
      case '\r':
        escaped += "\\r";
        break;
      case '\t':
        escaped += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(byte) < 0x20) {
          escaped += "\\u00";
          escaped += kHex[static_cast<unsigned char>(byte) >> 4U];
          escaped += kHex[static_cast<unsigned char>(byte) & 15U];
        } else {
          escaped += byte;
        }
    }
  }
  return escaped;
}

bool is_inside_character(std::string_view text, std::size_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
}

bool is_longer_by(const std::string& longer, const std::string& shorter, std::string_view by) {
  return longer.size() == shorter.size() + by.size() && longer.starts_with(shorter) &&
         longer.ends_with(by);
}

bool is_whole_json(const std::string& text) {
  JsonCursor json;
  json.advance(text);
  return !text.empty() && json.depth() == 0;
}

/** Whether JSON text that ends in a string ends in the value of an object's member. */
bool is_inside_member_value(std::string_view text) {
  JsonCursor json;
  std::size_t opened_at = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool was_in_string = json.in_string();
    json.advance(text[at]);
    if (!was_in_string && json.in_string()) opened_at = at;
  }
  const std::size_t before = text.find_last_not_of(kWhitespace, opened_at - 1);
  return json.in_string() && opened_at > 0 && before != text.npos && text[before] == ':';
}

/** The greatest length for which a condition holds that from some length on never does. */
template <typename Condition>
std::size_t find_last(std::string_view text, Condition holds) {
  std::size_t last = 0;
  std::size_t beyond = text.size() + 1;
  while (beyond - last > 1) {
    const std::size_t middle = last + (beyond - last) / 2;
    (holds(middle) ? last : beyond) = middle;
  }
  return last;
}

/**
 * Whether an answer ends as a part of it does, from its last visible byte on: whitespace after a
 * marker may be part of the marker.
 */
bool ends_alike(std::string_view answer, std::string_view part) {
  const std::size_t visible = part.find_last_not_of(kWhitespace);
  return visible != part.npos && answer.ends_with(part.substr(visible));
}

}  // namespace

OutputParser::OutputParser(std::shared_ptr<const OutputSyntax> syntax)
    : syntax_(std::move(syntax)), markers_(syntax_->markers()), credit_(kInitialCredit) {}

void OutputParser::push(std::string_view text, std::vector<OutputDelta>& deltas) {
  credit_ += kCreditPerByte * text.size();
  held_.append(text);
  switch (inside_) {
    case Inside::kUnknown:
      break;
    case Inside::kJsonArguments:
      pass_json(deltas);
      break;
    case Inside::kContent:
    case Inside::kReasoning:
    case Inside::kBareString:
      pass_text(deltas);
      break;
    case Inside::kOtherForm:
      emit_passed(std::exchange(held_, {}), deltas);
      break;
  }
  if (inside_ != Inside::kUnknown) return;
  kept_.append(std::exchange(held_, {}));
  if (can_afford_parse() && !ends_inside_character(kept_)) parse_kept(false, deltas);
}

void OutputParser::finish(std::vector<OutputDelta>& deltas) {
  if (inside_ == Inside::kOtherForm) return;
  if (inside_ != Inside::kUnknown && held_.empty()) return;
  kept_.append(std::exchange(held_, {}));
  if (!kept_.empty()) parse_kept(true, deltas);
}

/** Lets text through up to what may be a marker. */
void OutputParser::pass_text(std::vector<OutputDelta>& deltas) {
  const MarkerScan::Result found = markers_.scan(held_);
  if (found.num_free > 0) emit_passed(std::string_view(held_).substr(0, found.num_free), deltas);
  held_.erase(0, found.num_free);
  if (found.has_marker) inside_ = Inside::kUnknown;
}

/** Lets arguments through up to the brace that closes them. */
void OutputParser::pass_json(std::vector<OutputDelta>& deltas) {
  // llama.cpp leaves out whitespace that nothing follows, and half an escape sequence.
  std::size_t num_passed = 0;
  std::string structure;
  std::size_t num_structure = 0;
  JsonCursor json = json_;
  for (std::size_t at = 0; at < held_.size(); ++at) {
    const bool was_in_string = json.in_string();
    json.advance(held_[at]);
    if (json.depth() == 0) {
      inside_ = Inside::kUnknown;
      break;
    }
    if (!was_in_string || !json.in_string()) structure += held_[at];
    if (json.in_escape() || kWhitespace.find(held_[at]) != kWhitespace.npos) continue;
    json_ = json;
    num_passed = at + 1;
    num_structure = structure.size();
  }
  kept_.append(structure, 0, num_structure);
  told_.tool_calls.back().arguments.append(structure, 0, num_structure);
  if (num_passed > 0) {
    deltas.push_back({.kind = OutputDelta::Kind::kToolCall,
                      .text = held_.substr(0, num_passed),
                      .call = static_cast<std::uint32_t>(told_.tool_calls.size() - 1)});
  }
  held_.erase(0, num_passed);
}

void OutputParser::emit_passed(std::string_view text, std::vector<OutputDelta>& deltas) {
  using Kind = OutputDelta::Kind;
  switch (inside_) {
    case Inside::kReasoning:
      deltas.push_back({.kind = Kind::kReasoning, .text = std::string(text)});
      break;
    case Inside::kBareString:
      deltas.push_back({.kind = Kind::kToolCall,
                        .text = escape_json(text),
                        .call = static_cast<std::uint32_t>(told_.tool_calls.size() - 1)});
      break;
    case Inside::kUnknown:
    case Inside::kContent:
    case Inside::kJsonArguments:
    case Inside::kOtherForm:
      deltas.push_back({.kind = Kind::kContent, .text = std::string(text)});
      break;
  }
}

bool OutputParser::can_afford_parse() const {
  // To see what is there, and what text would be there, in two forms.
  const std::uint64_t price = 3 * (syntax_->num_prefix_bytes() + kept_.size());
  return cost_.num_parsed_bytes + price <= credit_;
}

std::optional<ParsedOutput> OutputParser::parse(std::string_view more) {
  std::string text = kept_;
  text.append(more);
  ++cost_.num_parses;
  cost_.num_parsed_bytes += syntax_->num_prefix_bytes() + text.size();
  try {
    return syntax_->parse(text);
  } catch (const std::exception&) {
    // llama.cpp's parsers throw where a form surprises them.
    return std::nullopt;
  }
}

void OutputParser::parse_kept(bool is_whole, std::vector<OutputDelta>& deltas) {
  std::optional<ParsedOutput> now = parse();
  if (!now) {
    give_up_form(deltas);
    return;
  }
  if (is_whole) {
    emit_difference(*now, deltas);
    return;
  }
  // Half a marker may look like content; text after it shows what it is.
  const std::optional<ParsedOutput> probed = parse(kTextProbe);
  if (now->tool_calls.empty()) {
    if (!probed || !probed->content.starts_with(now->content)) now->content = told_.content;
    if (!probed || !probed->reasoning.starts_with(now->reasoning)) now->reasoning = told_.reasoning;
  }
  emit_difference(*now, deltas);
  inside_ = find_inside(*now, probed);
}

void OutputParser::emit_difference(const ParsedOutput& now, std::vector<OutputDelta>& deltas) {
  using Kind = OutputDelta::Kind;
  const auto emit_text = [&](Kind kind, std::string& told, const std::string& text) {
    // What was told stands, even if the parser changed its mind.
    if (text.size() <= told.size() || !text.starts_with(told)) return;
    deltas.push_back({.kind = kind, .text = text.substr(told.size())});
    told = text;
  };
  emit_text(Kind::kReasoning, told_.reasoning, now.reasoning);
  emit_text(Kind::kContent, told_.content, now.content);
  for (std::size_t i = told_.tool_calls.empty() ? 0 : told_.tool_calls.size() - 1;
       i < now.tool_calls.size(); ++i) {
    emit_call_difference(i, now.tool_calls[i], deltas);
  }
}

void OutputParser::emit_call_difference(std::size_t index, const ChatToolCall& now,
                                        std::vector<OutputDelta>& deltas) {
  OutputDelta delta{.kind = OutputDelta::Kind::kToolCall,
                    .text = {},
                    .call = static_cast<std::uint32_t>(index)};
  if (index == told_.tool_calls.size()) {
    // A name at the very end may be the beginning of a longer one.
    if (now.name.empty() || kept_.ends_with(now.name)) return;
    delta.name = now.name;
    delta.id = now.id;
    told_.tool_calls.push_back({.id = now.id, .name = now.name, .arguments = {}});
  }
  std::string& told = told_.tool_calls[index].arguments;
  if (now.arguments.size() > told.size() && now.arguments.starts_with(told)) {
    delta.text = now.arguments.substr(told.size());
    told = now.arguments;
  }
  if (!delta.name.empty() || !delta.text.empty()) deltas.push_back(std::move(delta));
}

/** What is in the form still counts; from where it is not, everything is content. */
void OutputParser::give_up_form(std::vector<OutputDelta>& deltas) {
  const std::string all = std::exchange(kept_, {});
  const auto parse_first = [&](std::size_t length) {
    kept_.assign(all, 0, length);
    return parse();
  };
  std::size_t end = find_last(all, [&](std::size_t length) { return parse_first(length).has_value(); });
  if (const auto now = parse_first(end)) {
    emit_difference(*now, deltas);
    // After a whole call its closing marks go with it; what did not become one is shown.
    if (now->tool_calls.empty() || !is_whole_json(now->tool_calls.back().arguments)) {
      const std::size_t last_silent = find_last(all, [&](std::size_t length) {
        const auto then = length <= end ? parse_first(length) : std::nullopt;
        return then && *then != *now;
      });
      const auto nothing = parse_first(0);
      if (nothing) end = *nothing == *now ? 0 : std::min(end, last_silent + 1);
    }
  }
  while (end > 0 && is_inside_character(all, end)) --end;
  inside_ = Inside::kOtherForm;
  if (end < all.size()) emit_passed(std::string_view(all).substr(end), deltas);
}

/** Where the answer has got to, by what text there would be. */
OutputParser::Inside OutputParser::find_inside(const ParsedOutput& now,
                                               const std::optional<ParsedOutput>& probed) {
  if (!now.tool_calls.empty()) {
    const Inside inside = inside_arguments(now, probed);
    if (inside != Inside::kUnknown) return inside;
  }
  if (!probed || probed->tool_calls != now.tool_calls) return Inside::kUnknown;
  const auto goes_on = [&](const std::string& longer, const std::string& text) {
    return is_longer_by(longer, text, kTextProbe) && ends_alike(kept_, text);
  };
  if (goes_on(probed->content, now.content)) return Inside::kContent;
  if (goes_on(probed->reasoning, now.reasoning)) return Inside::kReasoning;
  return Inside::kUnknown;
}

OutputParser::Inside OutputParser::inside_arguments(const ParsedOutput& now,
                                                    const std::optional<ParsedOutput>& probed) {
  const std::string& arguments = now.tool_calls.back().arguments;
  if (told_.tool_calls.size() != now.tool_calls.size() ||
      told_.tool_calls.back().arguments != arguments) {
    return Inside::kUnknown;
  }
  JsonCursor json;
  json.advance(arguments);
  if (!json.in_string()) return Inside::kUnknown;
  const auto goes_on = [&](const std::optional<ParsedOutput>& longer, std::string_view by) {
    return longer && longer->tool_calls.size() == now.tool_calls.size() &&
           is_longer_by(longer->tool_calls.back().arguments, arguments, by);
  };
  if (kept_.ends_with(arguments) && !json.in_escape() && goes_on(parse(kJsonProbe), kJsonProbe)) {
    json_ = json;
    return Inside::kJsonArguments;
  }
  const bool is_bare = is_inside_member_value(arguments) && ends_alike(kept_, arguments) &&
                       goes_on(probed, escape_json(kTextProbe));
  return is_bare ? Inside::kBareString : Inside::kUnknown;
}

}  // namespace samewire
