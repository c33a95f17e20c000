#include "grammar/grammar-start.h"

#include <optional>
#include <string>
#include <string_view>

#include "testing.h"

namespace samewire {
namespace {

/** The text that a grammar begins with, if the answer comes in pieces of so many bytes. */
std::string begun(const LazyGrammar& lazy, std::string_view text, std::size_t piece,
                  std::string_view prefix = {}) {
  GrammarStart start(lazy, prefix);
  for (std::size_t at = 0; at < text.size(); at += piece) {
    if (const auto found = start.push(text.substr(at, piece))) return *found;
  }
  return "(never)";
}

LazyGrammar on_text(std::string text) { return {.triggers = {{false, std::move(text)}}}; }
LazyGrammar on_pattern(std::string text) { return {.triggers = {{true, std::move(text)}}}; }

TEST("a grammar begins with its trigger, in however many pieces that comes") {
  CHECK_EQUAL(begun(on_text("<call>"), "So: <call>", 1), std::string("<call>"));
  CHECK_EQUAL(begun(on_text("<call>"), "So: <call>{", 100), std::string("<call>{"));
  CHECK_EQUAL(begun(on_text("<call>"), "So: <cal l>", 1), std::string("(never)"));
}

TEST("of several triggers the first in the text counts") {
  const LazyGrammar lazy{.triggers = {{false, "[B]"}, {false, "[A]"}}};
  CHECK_EQUAL(begun(lazy, "x[A]y[B]", 100), std::string("[A]y[B]"));
}

TEST("a pattern says with a group where in the match the grammar begins") {
  CHECK_EQUAL(begun(on_pattern("start( to)"), "start to", 1), std::string(" to"));
  CHECK_EQUAL(begun(on_pattern("a+b"), "xaab", 100), std::string("aab"));
}

TEST("a pattern for the beginning of the answer matches nowhere else") {
  CHECK_EQUAL(begun(on_pattern("^ to$"), " to", 1), std::string(" to"));
  CHECK_EQUAL(begun(on_pattern("^x"), std::string(3000, 'y') + "x", 7), std::string("(never)"));
}

TEST("no trigger counts in what the model thinks") {
  LazyGrammar lazy = on_text("<call>");
  lazy.thinking_start = "<think>";
  lazy.thinking_ends = {"</think>"};
  for (const std::size_t piece : {1U, 5U, 100U}) {
    CHECK_EQUAL(begun(lazy, "<think><call></think>Hi", piece), std::string("(never)"));
    CHECK_EQUAL(begun(lazy, "<think>a</think>b<call>", piece), std::string("<call>"));
  }
  constexpr std::string_view kOpen = "assistant\n<think>\n";
  CHECK_EQUAL(begun(lazy, "<call></think>", 3, kOpen), std::string("(never)"));
  CHECK_EQUAL(begun(lazy, "<call></think> <call>", 1, kOpen), std::string("<call>"));
  constexpr std::string_view kClosed = "assistant\n<think>\n</think>\n";
  CHECK_EQUAL(begun(lazy, "<call>", 3, kClosed), std::string("<call>"));
}

TEST("a trigger is found behind any length of text") {
  std::string text;
  while (text.size() < 100'000) text += "words <cal and more ";
  CHECK_EQUAL(begun(on_text("<call>"), text + "<call>", 13).substr(0, 6), std::string("<call>"));
}

}  // namespace
}  // namespace samewire
