#include "text/utf8-assembler.h"

#include <string>
#include <string_view>

#include "random.h"
#include "testing.h"

namespace samewire {
namespace {

std::string assemble(std::string_view bytes, std::size_t piece_size) {
  Utf8Assembler assembler;
  std::string text;
  for (std::size_t at = 0; at < bytes.size(); at += piece_size) {
    assembler.push(bytes.substr(at, piece_size), text);
  }
  assembler.finish(text);
  return text;
}

TEST("whole characters pass unchanged, however they are cut into pieces") {
  const std::string text = "a é € 😀 \xF4\x8F\xBF\xBF z";
  for (std::size_t size = 1; size <= text.size(); ++size) CHECK_EQUAL(assemble(text, size), text);
}

TEST("a character is held back until its last byte has come") {
  Utf8Assembler assembler;
  std::string text;
  assembler.push("x\xF0\x9F\x98", text);
  CHECK_EQUAL(text, "x");
  assembler.push("\x80y", text);
  CHECK_EQUAL(text, "x😀y");
}

TEST("a character that never ends becomes one replacement character") {
  CHECK_EQUAL(assemble("ab\xE2\x82", 1), "ab\uFFFD");
}

TEST("ill-formed bytes are replaced one by maximal part, as Unicode's table 3-8 shows") {
  CHECK_EQUAL(assemble("a\xF1\x80\x80\xE1\x80\xC2"
                       "b\x80"
                       "c\x80\xBF"
                       "d",
                       1),
              "a\uFFFD\uFFFD\uFFFD"
              "b\uFFFD"
              "c\uFFFD\uFFFD"
              "d");
}

TEST("overlong forms, surrogates and values past U+10FFFF are never let through") {
  CHECK_EQUAL(assemble("\xC0\xAF", 2), "\uFFFD\uFFFD");
  CHECK_EQUAL(assemble("\xE0\x80\xAF", 3), "\uFFFD\uFFFD\uFFFD");
  CHECK_EQUAL(assemble("\xED\xA0\x80", 3), "\uFFFD\uFFFD\uFFFD");
  CHECK_EQUAL(assemble("\xF4\x90\x80\x80", 4), "\uFFFD\uFFFD\uFFFD\uFFFD");
}

TEST("random bytes give the same text in one piece and byte by byte") {
  testing::Random random(7);
  for (int round = 0; round < 500; ++round) {
    std::string bytes(random.below(24), '\0');
    for (char& byte : bytes) byte = static_cast<char>(random.one_in(4) ? 0x41 : random.below(256));
    CHECK_EQUAL(assemble(bytes, 1), assemble(bytes, bytes.size() + 1));
  }
}

}  // namespace
}  // namespace samewire
