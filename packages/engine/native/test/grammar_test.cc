#include "grammar/grammar.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "error.h"
#include "fixtures.h"
#include "grammar/gbnf.h"
#include "grammar/grammar-matcher.h"
#include "testing.h"

namespace samewire {
namespace {

using testing::vocabulary_of;

std::shared_ptr<Grammar> compile(std::string_view gbnf,
                                 const Vocabulary& vocabulary = testing::vocabulary_of({"a"})) {
  return Grammar::compile(GrammarSource::of(gbnf), std::make_shared<const TokenTrie>(vocabulary));
}

bool fits(std::string_view gbnf, std::string_view text) {
  GrammarMatcher matcher(compile(gbnf));
  if (text.empty()) return matcher.is_complete();
  if (!matcher.allows(text)) return false;
  matcher.accept(text);
  return matcher.is_complete();
}

std::string refusal_of(std::string_view gbnf) {
  try {
    parse_gbnf(gbnf);
  } catch (const EngineException& error) {
    CHECK(error.fault().code == ErrorCode::kInvalidGrammar);
    return error.what();
  }
  return {};
}

TEST("literals, alternatives, groups and classes mean what GBNF says") {
  const auto gbnf = "root ::= \"a\" (\"b\" | [0-9] other) # a comment\n\nother ::= [^x-z\\n]";
  CHECK(fits(gbnf, "ab"));
  CHECK(fits(gbnf, "a7é"));
  CHECK(!fits(gbnf, "a7x"));
  CHECK(!fits(gbnf, "a7"));
  CHECK(!fits(gbnf, "abb"));
}

TEST("repetitions keep to both of their bounds") {
  const auto gbnf = "root ::= [a]{2,3} \"b\"? (\"cd\")* .{1,}";
  CHECK(!fits(gbnf, "ab"));
  CHECK(!fits(gbnf, "aa"));
  CHECK(fits(gbnf, "aab"));
  CHECK(fits(gbnf, "aaabcdcdz"));
  CHECK(fits("root ::= \"a\"{3}", "aaa"));
  CHECK(!fits("root ::= \"a\"{3}", "aaaa"));
}

TEST("a long counted repetition costs as much as its text") {
  const std::string text(5000, 'x');
  CHECK(fits("root ::= [a-z]{0,100000} \"!\"", text + "!"));
  CHECK(!fits("root ::= [a-z]{0,4999} \"!\"", text + "!"));
}

TEST("characters of every length of UTF-8 are one character") {
  for (const auto* text : {"a", "é", "€", "😀"}) CHECK(fits("root ::= .", text));
  CHECK(fits("root ::= [α-ω]", "λ"));
  CHECK(!fits("root ::= [α-ω]", "Ω"));
  CHECK(!fits("root ::= [^😀]", "😀"));
  CHECK(!fits("root ::= .", "\xC3"));
}

TEST("rules may contain themselves, to any depth") {
  const auto gbnf = "root ::= \"[\" root* \"]\"";
  std::string deep;
  for (int i = 0; i < 2000; ++i) deep += "[]["; 
  CHECK(fits("root ::= \"[\" root* \"]\"", "[[][[]]]"));
  CHECK(!fits(gbnf, "[[]"));
  const std::string nested = std::string(3000, '[') + std::string(3000, ']');
  CHECK(fits(gbnf, nested));
}

TEST("left recursion is refused, directly and on the way") {
  CHECK(refusal_of("root ::= root \"a\" | \"a\"").find("left recursion") != std::string::npos);
  CHECK(refusal_of("root ::= \"x\"? next\nnext ::= root \"b\" | \"c\"").find("left recursion") !=
        std::string::npos);
}

TEST("references to tokens are refused, by number and by text") {
  for (const char* grammar : {"root ::= <[5]>", "root ::= \"a\" !<think>"}) {
    CHECK(refusal_of(grammar).find("references to tokens") != std::string::npos);
  }
}

TEST("a grammar that no finite text fits is refused") {
  CHECK(refusal_of("root ::= \"a\" root").find("no text fits") != std::string::npos);
  CHECK(refusal_of("root ::= []").find("no text fits") != std::string::npos);
}

TEST("an alternative that can never be completed is not begun") {
  GrammarMatcher matcher(compile("root ::= \"a\" endless | \"b\"\nendless ::= \"a\" endless"));
  CHECK(!matcher.allows("a"));
  CHECK(matcher.allows("b"));
}

TEST("what cannot be read is refused with its place") {
  CHECK_EQUAL(refusal_of("root ::= \"a\"\nnext = b"),
              std::string("The grammar cannot be read at line 2, column 6: expected '::='."));
  CHECK(!refusal_of("root ::= \"a").empty());
  CHECK(!refusal_of("root ::= [a").empty());
  CHECK(!refusal_of("root ::= (a").empty());
  CHECK(!refusal_of("root ::= a").empty());
  CHECK(!refusal_of("other ::= \"a\"").empty());
  CHECK(!refusal_of("root ::= \"a\"{5,2}").empty());
  CHECK(!refusal_of("").empty());
  CHECK(!refusal_of("root ::= " + std::string(100'000, '(')).empty());
}

TEST("the tokens that may come next are found through the whole vocabulary") {
  const Vocabulary vocabulary =
      vocabulary_of({"a", "ab", "abc", "b", "", "ac", "\xC3", "\xA9", "aé"});
  GrammarMatcher matcher(compile("root ::= \"a\" [bé] \"c\"?", vocabulary));
  const TokenSet& first = *matcher.allowed_tokens();
  const std::vector<bool> expected = {true, true, true, false, false, false, false, false, true};
  for (std::size_t i = 0; i < expected.size(); ++i) {
    CHECK_EQUAL(first.contains(static_cast<Token>(i)), bool{expected[i]});
  }
  matcher.accept("a");
  CHECK(matcher.allowed_tokens()->contains(6));
  matcher.accept("\xC3");
  CHECK(matcher.allowed_tokens()->contains(7));
  CHECK(!matcher.allowed_tokens()->contains(0));
}

TEST("a text is at its end where nothing may follow") {
  GrammarMatcher matcher(compile("root ::= \"a\" \"b\"?"));
  matcher.accept("a");
  CHECK(matcher.is_complete());
  CHECK(!matcher.is_at_end());
  matcher.accept("b");
  CHECK(matcher.is_at_end());
}

TEST("a text with too many readings fails instead of taking for ever") {
  // Every letter doubles the stacks that have to be told apart.
  GrammarMatcher matcher(compile("root ::= a | b\na ::= \"x\" root \"1\" | \"x\" root \"2\" | \"y\"\n"
                                 "b ::= \"x\" root \"3\" | \"x\" root \"4\" | \"y\""));
  for (int i = 0; i < 64 && !matcher.failed(); ++i) matcher.accept("x");
  CHECK(matcher.failed());
  CHECK(!matcher.allows("x"));
  CHECK(matcher.allowed_tokens() == nullptr);
}

TEST("a text goes on where it was after its grammar's memory was begun anew") {
  const auto grammar = compile("root ::= \"[\" root \"]\" | \"{\" root \"}\" | \".\"");
  GrammarMatcher matcher(grammar);
  std::string closing;
  for (int i = 0; i < 40'000; ++i) {
    const bool is_round = i % 3 == 0;
    matcher.accept(is_round ? "[" : "{");
    closing.insert(closing.begin(), is_round ? ']' : '}');
  }
  matcher.accept(".");
  for (const char c : closing) {
    CHECK(!matcher.allows(c == ']' ? "}" : "]"));
    matcher.accept(std::string_view(&c, 1));
    CHECK(!matcher.failed());
  }
  CHECK(matcher.is_at_end());
}

}  // namespace
}  // namespace samewire
