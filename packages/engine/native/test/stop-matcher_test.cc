#include "text/stop-matcher.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "random.h"
#include "testing.h"

namespace samewire {
namespace {

struct Result {
  std::string text;
  std::optional<std::size_t> stop;
};

Result run(const std::vector<std::string>& stops, const std::vector<std::string>& pieces) {
  StopMatcher matcher(stops);
  Result result;
  for (const std::string& piece : pieces) {
    result.stop = matcher.push(piece, result.text);
    if (result.stop) return result;
  }
  matcher.finish(result.text);
  return result;
}

TEST("a stop text is found across pieces and is not part of the text") {
  const Result result = run({"STOP"}, {"one S", "TO", "P two"});
  CHECK_EQUAL(result.text, "one ");
  CHECK_EQUAL(*result.stop, 0U);
}

TEST("text that only looked like the beginning of a stop text is released") {
  CHECK_EQUAL(run({"STOP"}, {"a ST", "ST", "AR"}).text, "a STSTAR");
}

TEST("nothing that may begin a stop text is released early") {
  StopMatcher matcher({"\n\nUser:"});
  std::string released;
  matcher.push("Hello\n", released);
  CHECK_EQUAL(released, "Hello");
  matcher.push("\nUs", released);
  CHECK_EQUAL(released, "Hello");
  matcher.push("e", released);
  matcher.push("!", released);
  CHECK_EQUAL(released, "Hello\n\nUse!");
}

TEST("a stop text that overlaps itself is found at its first place") {
  const Result result = run({"aab"}, {"aa", "aa", "ab"});
  CHECK_EQUAL(result.text, "aaa");
}

TEST("a stop text is found when its own beginning recurs inside it several times") {
  CHECK(run({"aabaaaa"}, {"aabaaa", "baaaa"}).stop.has_value());
}

TEST("of stop texts that end together the longest wins") {
  const Result result = run({"b", "ab"}, {"xxa", "b"});
  CHECK_EQUAL(result.text, "xx");
  CHECK_EQUAL(*result.stop, 1U);
}

TEST("without stop texts everything is released at once") {
  StopMatcher matcher({});
  std::string released;
  matcher.push("all of it", released);
  CHECK_EQUAL(released, "all of it");
}

// The law: whatever the pieces, the text ends where the first stop text to end begins.
TEST("random texts are cut where a plain search of the whole text cuts them") {
  testing::Random random(11);
  const auto random_text = [&](std::uint32_t max) {
    std::string text(1 + random.below(max), ' ');
    for (char& c : text) c = static_cast<char>('a' + random.below(2));
    return text;
  };
  for (int round = 0; round < 3000; ++round) {
    const std::vector<std::string> stops{random_text(4), random_text(9)};
    const std::string text = random_text(24);
    std::optional<std::size_t> expected_end;
    for (std::size_t end = 1; end <= text.size() && !expected_end; ++end) {
      for (const std::string& stop : stops) {
        if (!text.substr(0, end).ends_with(stop)) continue;
        expected_end = std::min(expected_end.value_or(end), end - stop.size());
      }
    }
    std::vector<std::string> pieces;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t size = 1 + random.below(3);
      pieces.push_back(text.substr(at, size));
      at += size;
    }
    CHECK_EQUAL(run(stops, pieces).text, text.substr(0, expected_end.value_or(text.size())));
  }
}

}  // namespace
}  // namespace samewire
