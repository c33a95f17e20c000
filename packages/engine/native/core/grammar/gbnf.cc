#include "grammar/gbnf.h"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "error.h"
#include "grammar/rule-builder.h"
#include "grammar/rule-checks.h"
#include "grammar/utf8-ranges.h"

namespace samewire {
namespace {

constexpr std::size_t kMaxTextBytes = 4U << 20U;
constexpr std::uint32_t kMaxRepetitions = 1'000'000;
constexpr int kMaxNesting = 200;

/** Rules that stand for literals, by what these say. */
using LiteralRules = std::unordered_map<std::string, std::uint32_t>;

bool has(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

/** Reads one text into rules that others may go into as well. */
class Parser {
 public:
  Parser(const GrammarText& source, RuleBuilder& builder, const LiteralRules& literal_rules)
      : source_(source), text_(source.gbnf), builder_(builder), literal_rules_(literal_rules) {}

  /** @return the rule `root` */
  std::uint32_t parse() {
    skip_space(true);
    while (at_ < text_.size()) parse_rule();
    for (const auto& [name, id] : ids_) {
      if (!builder_.is_defined(id)) fail_at_end("the rule '" + name + "' is used and not defined");
    }
    const auto root = ids_.find("root");
    if (root == ids_.end()) fail_at_end("expected a rule named 'root'");
    return root->second;
  }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    const auto before = text_.substr(0, at_);
    const auto line = std::ranges::count(before, '\n') + 1;
    const auto column = at_ - (before.rfind('\n') == std::string_view::npos
                                   ? 0
                                   : before.rfind('\n') + 1) + 1;
    throw invalid_grammar("The grammar cannot be read at line " + std::to_string(line) +
                              ", column " + std::to_string(column) + ": " + what + ".");
  }

  [[noreturn]] static void fail_at_end(const std::string& what) {
    throw invalid_grammar("The grammar cannot be used: " + what + ".");
  }

  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool takes(std::string_view expected) {
    if (!text_.substr(at_).starts_with(expected)) return false;
    at_ += expected.size();
    return true;
  }

  static bool is_name_char(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_';
  }

  void skip_space(bool newline_ok) {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '#') {
        while (at_ < text_.size() && text_[at_] != '\n' && text_[at_] != '\r') ++at_;
      } else if (c == ' ' || c == '\t' || (newline_ok && (c == '\n' || c == '\r'))) {
        ++at_;
      } else {
        return;
      }
    }
  }

  std::string parse_name() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && is_name_char(text_[at_])) ++at_;
    if (at_ == begin) fail("expected the name of a rule");
    return std::string(text_.substr(begin, at_ - begin));
  }

  std::uint32_t id_of(const std::string& name) {
    const auto known = ids_.find(name);
    if (known != ids_.end()) return known->second;
    const std::uint32_t id = builder_.new_rule();
    ids_.emplace(name, id);
    return id;
  }

  void parse_rule() {
    const std::string name = parse_name();
    const std::uint32_t id = id_of(name);
    if (builder_.is_defined(id)) fail("the rule '" + name + "' is defined twice");
    skip_space(false);
    if (!takes("::=")) fail("expected '::='");
    skip_space(true);
    is_single_ = has(source_.single, name);
    Alternatives alternatives = parse_alternatives(0);
    if (has(source_.blank, name)) alternatives = {some_white_space()};
    builder_.define(id, std::move(alternatives));
    const char next = peek();
    if (at_ < text_.size() && next != '\n' && next != '\r') fail("expected the end of the line");
    skip_space(true);
  }

  Alternatives parse_alternatives(int depth) {
    Alternatives alternatives;
    alternatives.push_back(parse_sequence(depth));
    while (peek() == '|') {
      ++at_;
      skip_space(true);
      alternatives.push_back(parse_sequence(depth));
    }
    return alternatives;
  }

  Sequence parse_sequence(int depth) {
    Sequence sequence;
    while (true) {
      const std::optional<Sequence> symbol = parse_symbol(depth);
      if (!symbol) return sequence;
      skip_space(depth > 0);
      append_repeated(sequence, *symbol);
      skip_space(depth > 0);
    }
  }

  std::optional<Sequence> parse_symbol(int depth) {
    const char c = peek();
    if (at_ >= text_.size()) return std::nullopt;
    if (c == '"') return parse_literal();
    if (c == '[') return Sequence{parse_class()};
    if (c == '.') {
      ++at_;
      return Sequence{builder_.characters(complement({}))};
    }
    if (c == '(') return Sequence{parse_group(depth)};
    if (is_name_char(c)) return Sequence{RuleBuilder::rule(id_of(parse_name()))};
    if (c == '<' || c == '!') fail("references to tokens are not supported");
    return std::nullopt;
  }

  GrammarElement parse_group(int depth) {
    if (depth >= kMaxNesting) fail("parentheses are nested more than 200 deep");
    ++at_;
    skip_space(true);
    Alternatives inner = parse_alternatives(depth + 1);
    if (!takes(")")) fail("expected ')'");
    const std::uint32_t id = builder_.new_rule();
    builder_.define(id, std::move(inner));
    return RuleBuilder::rule(id);
  }

  Sequence parse_literal() {
    ++at_;
    std::string said;
    while (peek() != '"') {
      if (at_ >= text_.size()) fail("expected '\"'");
      const std::uint32_t code_point = parse_char();
      const auto encoded = to_utf8({code_point, code_point});
      if (encoded.empty()) fail("surrogates are no characters");
      for (const ByteRange& byte : encoded.front()) said += static_cast<char>(byte.first);
    }
    ++at_;
    const auto stand_in = literal_rules_.find(said);
    if (stand_in != literal_rules_.end()) return {RuleBuilder::rule(stand_in->second)};
    Sequence sequence;
    for (const char byte : said) {
      sequence.push_back(builder_.byte(static_cast<std::uint8_t>(byte)));
    }
    return sequence;
  }

  GrammarElement parse_class() {
    const std::size_t begin = at_++;
    const bool is_negated = takes("^");
    std::vector<CodePointRange> ranges;
    while (peek() != ']') {
      if (at_ >= text_.size()) fail("expected ']'");
      const std::uint32_t first = parse_char();
      std::uint32_t last = first;
      if (peek() == '-' && at_ + 1 < text_.size() && text_[at_ + 1] != ']') {
        ++at_;
        last = parse_char();
        if (last < first) fail("the range ends before it begins");
      }
      ranges.push_back({first, last});
    }
    ++at_;
    // The same classes come again and again.
    const auto [known, is_new] =
        classes_.try_emplace(text_.substr(begin, at_ - begin), GrammarElement{});
    if (is_new) {
      ranges = normalize(std::move(ranges));
      known->second = builder_.characters(is_negated ? complement(ranges) : ranges);
    }
    return known->second;
  }

  std::uint32_t parse_hex(int num_digits) {
    std::uint32_t value = 0;
    for (int i = 0; i < num_digits; ++i) {
      const char c = peek();
      if (std::isxdigit(static_cast<unsigned char>(c)) == 0) fail("expected a hexadecimal digit");
      const int digit = c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
      value = value * 16 + static_cast<std::uint32_t>(digit);
      ++at_;
    }
    if (value > 0x10FFFF) fail("there is no such character");
    return value;
  }

  std::uint32_t parse_char() {
    if (takes("\\")) {
      const char c = peek();
      ++at_;
      switch (c) {
        case 'x':
          return parse_hex(2);
        case 'u':
          return parse_hex(4);
        case 'U':
          return parse_hex(8);
        case 't':
          return '\t';
        case 'r':
          return '\r';
        case 'n':
          return '\n';
        case '\\':
        case '"':
        case '[':
        case ']':
        case '-':
        case '^':
          return static_cast<std::uint32_t>(c);
        default:
          --at_;
          fail("unknown escape");
      }
    }
    return parse_utf8();
  }

  std::uint32_t parse_utf8() {
    const auto lead = static_cast<unsigned char>(text_[at_++]);
    if (lead < 0x80) return lead;
    const int num_tail = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : -1;
    if (num_tail < 0) fail("the text is not UTF-8");
    std::uint32_t value = lead & (0x3FU >> static_cast<unsigned>(num_tail));
    for (int i = 0; i < num_tail; ++i) {
      const auto byte = static_cast<unsigned char>(peek());
      if ((byte & 0xC0U) != 0x80U) fail("the text is not UTF-8");
      value = (value << 6U) | (byte & 0x3FU);
      ++at_;
    }
    return value;
  }

  std::uint32_t parse_number() {
    if (std::isdigit(static_cast<unsigned char>(peek())) == 0) fail("expected a number");
    std::uint64_t value = 0;
    while (std::isdigit(static_cast<unsigned char>(peek())) != 0) {
      value = value * 10 + static_cast<std::uint64_t>(peek() - '0');
      if (value > kMaxRepetitions) fail("at most 1,000,000 repetitions are taken");
      ++at_;
    }
    return static_cast<std::uint32_t>(value);
  }

  void append_repeated(Sequence& sequence, const Sequence& symbol) {
    std::uint32_t min = 1;
    std::uint32_t max = 1;
    if (takes("*")) {
      min = 0;
      max = GrammarElement::kUnbounded;
    } else if (takes("+")) {
      max = GrammarElement::kUnbounded;
    } else if (takes("?")) {
      min = 0;
    } else if (takes("{")) {
      skip_space(true);
      min = parse_number();
      max = min;
      skip_space(true);
      if (takes(",")) {
        skip_space(true);
        max = peek() == '}' ? GrammarElement::kUnbounded : parse_number();
        skip_space(true);
      }
      if (!takes("}")) fail("expected '}'");
      if (max < min) fail("the most repetitions are fewer than the least");
    }
    if (is_single_ && max == GrammarElement::kUnbounded) max = std::max(min, 1U);
    if (min == 1 && max == 1) {
      sequence.insert(sequence.end(), symbol.begin(), symbol.end());
      return;
    }
    if (max == 0 || symbol.empty()) return;
    sequence.push_back({.kind = GrammarElement::Kind::kRepeat,
                        .value = rule_of(symbol),
                        .min = min,
                        .max = max});
  }

  Sequence some_white_space() {
    const Sequence space{builder_.bytes(ByteSet().set(' ').set('\t').set('\n').set('\r'))};
    return {{.kind = GrammarElement::Kind::kRepeat, .value = rule_of(space), .min = 0, .max = 4}};
  }

  std::uint32_t rule_of(const Sequence& symbol) {
    if (symbol.size() == 1 && symbol[0].kind == GrammarElement::Kind::kRule) return symbol[0].value;
    const std::uint32_t id = builder_.new_rule();
    builder_.define(id, {symbol});
    return id;
  }

  const GrammarText& source_;
  std::string_view text_;
  std::size_t at_ = 0;
  /** Whether the rule that is read is one of `source_.single`. */
  bool is_single_ = false;
  RuleBuilder& builder_;
  const LiteralRules& literal_rules_;
  std::unordered_map<std::string, std::uint32_t> ids_;
  std::unordered_map<std::string_view, GrammarElement> classes_;
};

}  // namespace

GrammarRules parse_gbnf(std::string_view text) {
  return parse_gbnf(GrammarSource::of(text));
}

GrammarRules parse_gbnf(const GrammarSource& source) {
  if (source.size() > kMaxTextBytes) {
    throw invalid_grammar("The grammar is too large: at most 4 MiB are taken.");
  }
  RuleBuilder builder;
  Alternatives roots;
  for (const GrammarText& text : source.texts) {
    LiteralRules literal_rules;
    for (const GrammarPart& part : text.parts) {
      literal_rules[part.literal] = Parser({.gbnf = part.gbnf}, builder, {}).parse();
    }
    const std::uint32_t root = Parser(text, builder, literal_rules).parse();
    roots.push_back({RuleBuilder::rule(root)});
  }
  const std::uint32_t root = builder.new_rule();
  builder.define(root, std::move(roots));
  GrammarRules rules = builder.finish(root);
  refuse_left_recursion(rules);
  remove_endless_alternatives(rules);
  return rules;
}

}  // namespace samewire
