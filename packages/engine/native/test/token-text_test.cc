#include "text/token-text.h"

#include <string>
#include <vector>

#include "fixtures.h"
#include "testing.h"

namespace samewire {
namespace {

using testing::vocabulary_of;

TokenLogprob logprob_of(Token token) { return {.chosen = {token, -1.0F}, .top = {}}; }

std::vector<Token> tokens_of(const TextDelta& delta) {
  std::vector<Token> tokens;
  for (const TokenLogprob& entry : delta.logprobs) tokens.push_back(entry.chosen.token);
  return tokens;
}

TEST("tokens that are parts of one character appear when the character is whole") {
  const Vocabulary vocabulary = vocabulary_of({"a", "\xF0\x9F", "\x98\x80"});
  TokenText text(vocabulary, {});
  text.push(0, logprob_of(0), true);
  text.push(1, logprob_of(1), true);
  const TextDelta first = text.take_delta();
  CHECK_EQUAL(first.text, "a");
  CHECK_EQUAL(tokens_of(first), std::vector<Token>{0});
  text.push(2, logprob_of(2), true);
  const TextDelta second = text.take_delta();
  CHECK_EQUAL(second.text, "😀");
  CHECK_EQUAL(tokens_of(second), (std::vector<Token>{1, 2}));
}

TEST("log probabilities of held back text come with that text") {
  const Vocabulary vocabulary = vocabulary_of({"x", "E", "N", "y"});
  TokenText text(vocabulary, {"END"});
  for (const Token token : {0, 1, 2}) text.push(token, logprob_of(token), true);
  CHECK_EQUAL(tokens_of(text.take_delta()), std::vector<Token>{0});
  text.push(3, logprob_of(3), true);
  const TextDelta rest = text.take_delta();
  CHECK_EQUAL(rest.text, "ENy");
  CHECK_EQUAL(tokens_of(rest), (std::vector<Token>{1, 2, 3}));
}

TEST("tokens of a stop text leave no log probabilities, one that begins before it does") {
  const Vocabulary vocabulary = vocabulary_of({"xE", "ND"});
  TokenText text(vocabulary, {"END"});
  text.push(0, logprob_of(0), true);
  CHECK(text.push(1, logprob_of(1), true).has_value());
  const TextDelta delta = text.take_delta();
  CHECK_EQUAL(delta.text, "x");
  CHECK_EQUAL(tokens_of(delta), std::vector<Token>{0});
}

TEST("stop texts are not looked for while they must not end the choice") {
  const Vocabulary vocabulary = vocabulary_of({"END", "!"});
  TokenText text(vocabulary, {"END"});
  CHECK(!text.push(0, std::nullopt, false).has_value());
  CHECK_EQUAL(text.take_delta().text, "END");
  text.push(1, std::nullopt, true);
  CHECK_EQUAL(text.take_delta().text, "!");
}

TEST("at the end everything held back is released") {
  const Vocabulary vocabulary = vocabulary_of({"EN", "\xE2\x82"});
  TokenText text(vocabulary, {"END"});
  text.push(0, logprob_of(0), true);
  text.push(1, logprob_of(1), true);
  text.finish();
  const TextDelta delta = text.take_delta();
  CHECK_EQUAL(delta.text, "EN\uFFFD");
  CHECK_EQUAL(tokens_of(delta), (std::vector<Token>{0, 1}));
}

TEST("control tokens are text only where a parser has to see them") {
  const Vocabulary vocabulary(
      {{.piece = "a"}, {.piece = "", .control_name = "<|call|>"}, {.piece = "", .control_name = "<|x|>"}});
  const std::vector<Token> shown{1};
  TokenText text(vocabulary, {}, shown);
  for (const Token token : {0, 1, 2}) text.push(token, std::nullopt, true);
  CHECK_EQUAL(text.take_delta().text, std::string("a<|call|>"));
}

}  // namespace
}  // namespace samewire
