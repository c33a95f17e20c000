#include "sampling/reasoning-span.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "testing.h"

namespace samewire {
namespace {

ReasoningForm think(bool is_open = false) {
  return {.start = "<think>", .ends = {"</think>"}, .is_open = is_open};
}

ReasoningSpan after(const ReasoningForm& form, const std::vector<std::string_view>& tokens) {
  ReasoningSpan span(form);
  for (const std::string_view token : tokens) span.push(token);
  return span;
}

std::uint32_t count(const ReasoningForm& form, const std::vector<std::string_view>& tokens) {
  return after(form, tokens).num_tokens();
}

TEST("tokens between the markers are counted, and the markers not") {
  CHECK_EQUAL(count(think(), {"<think>", "So", " it", " is", ".", "</think>", "Yes", "."}), 4U);
  CHECK_EQUAL(count(think(), {"<", "think", ">", "So", "</", "think", ">", "Yes"}), 1U);
}

TEST("an answer without markers has no reasoning") {
  CHECK_EQUAL(count(think(), {"I", " <", "think", " so", "</think>"}), 0U);
}

TEST("reasoning that the prompt has begun is counted from the first token on") {
  CHECK_EQUAL(count(think(true), {"So", ".", "</think>", "Yes"}), 2U);
  CHECK_EQUAL(count(think(true), {"</think>", "Yes"}), 0U);
}

TEST("a token that is reasoning in part is counted once") {
  CHECK_EQUAL(count(think(), {"<think>So", ".</think>Yes", "."}), 2U);
  CHECK_EQUAL(count(think(), {"<think>", "So.</", "think>"}), 1U);
  CHECK_EQUAL(count(think(), {"<think>So</think>Yes"}), 1U);
  CHECK_EQUAL(count(think(), {"<think></think>Yes"}), 0U);
}

TEST("reasoning in several places is counted together") {
  CHECK_EQUAL(count(think(), {"<think>", "a", "</think>", "b", "<think>", "c", "d", "</think>"}),
              3U);
  CHECK_EQUAL(count(think(), {"<think>a</think>b<think>c"}), 2U);
}

TEST("reasoning that is cut off counts as far as it goes") {
  CHECK_EQUAL(count(think(), {"<think>", "So", " it", "</"}), 3U);
}

TEST("of several ends the first in the text ends it") {
  const ReasoningForm form{.start = "<think>", .ends = {"\n</think>", "</think>", "<call>"}};
  CHECK_EQUAL(count(form, {"<think>", "a", "\n", "</think>", "b"}), 1U);
  CHECK_EQUAL(count(form, {"<think>", "a", "\n\n", "</think>", "b"}), 2U);
  CHECK_EQUAL(count(form, {"<think>", "a", "<call>", "b", "</think>", "c"}), 1U);
}

TEST("a token without text is counted where it stands") {
  CHECK_EQUAL(count(think(), {"", "<think>", "", "a", "", "</think>", ""}), 3U);
}

TEST("markers are found behind any length of text") {
  std::vector<std::string_view> tokens(50'000, " <thin");
  tokens.push_back("<think>");
  tokens.insert(tokens.end(), 50'000, "</thin");
  tokens.push_back("</think>");
  tokens.push_back("Yes");
  CHECK_EQUAL(count(think(), tokens), 50'000U);
}

TEST("half a character at the end is seen, also across tokens") {
  CHECK(!after(think(true), {"Z\xC3\xBCrich"}).ends_inside_character());
  CHECK(after(think(true), {"Z\xC3"}).ends_inside_character());
  CHECK(after(think(true), {"\xF0", "\x9F\x99"}).ends_inside_character());
  CHECK(!after(think(true), {"\xF0", "\x9F\x99", "\x82"}).ends_inside_character());
}

TEST("reasoning can be taken for ended before its marker") {
  ReasoningSpan span = after(think(true), {"a", "b"});
  span.close();
  for (const char* token : {"c", "</think>"}) span.push(token);
  CHECK(!span.is_open());
  CHECK_EQUAL(span.num_tokens(), 2U);
}

}  // namespace
}  // namespace samewire
