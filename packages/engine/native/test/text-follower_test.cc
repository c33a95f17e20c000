#include "speculate/text-follower.h"

#include <algorithm>
#include <vector>

#include "random.h"
#include "testing.h"

namespace samewire {
namespace {

using testing::Random;

using Tokens = std::vector<Token>;

Tokens draft_of(const TextFollower& follower, const Tokens& text, std::size_t max_tokens = 8) {
  Tokens draft;
  follower.draft(text, max_tokens, draft);
  return draft;
}

/** A follower of a fixed text that has read an answer token by token. */
TextFollower after(const Tokens& answer, const Tokens& text) {
  TextFollower follower({.num_alike = 2, .expected_hits = 0.5, .from_beginning = true});
  Tokens so_far;
  for (const Token token : answer) {
    so_far.push_back(token);
    follower.advance(so_far, text);
  }
  return follower;
}

/** A follower of an answer along itself. */
TextFollower along_itself(const Tokens& answer) {
  TextFollower follower({.num_alike = 3, .expected_hits = 0.5, .is_answer_itself = true});
  Tokens so_far;
  for (const Token token : answer) {
    so_far.push_back(token);
    follower.advance(so_far, so_far);
  }
  return follower;
}

TEST("a predicted text is expected from its beginning on") {
  CHECK_EQUAL(draft_of(after({}, {1, 2, 3}), {1, 2, 3}), (Tokens{1, 2, 3}));
  CHECK_EQUAL(draft_of(after({1, 2}, {1, 2, 3}), {1, 2, 3}), (Tokens{3}));
}

TEST("behind a word that differs the rest of a predicted text is found again") {
  const Tokens text{1, 2, 3, 4, 5, 6, 7};
  CHECK(draft_of(after({1, 2, 9}, text), text).empty());
  CHECK_EQUAL(draft_of(after({1, 2, 9, 4, 5}, text), text), (Tokens{6, 7}));
}

TEST("of places that read alike the next one after where it was lost is taken") {
  const Tokens text{8, 8, 1, 7, 8, 8, 2, 7, 8, 8, 3};
  // Lost at the second place; the third comes next, not the first.
  const TextFollower follower = after({8, 8, 1, 7, 8, 8, 5, 7, 8, 8}, text);
  CHECK_EQUAL(draft_of(follower, text), (Tokens{3}));
}

TEST("an answer that goes round goes on going round, beyond what it has said") {
  const TextFollower follower = along_itself({4, 1, 2, 3, 1, 2, 3, 1, 2, 3});
  CHECK_EQUAL(draft_of(follower, {4, 1, 2, 3, 1, 2, 3, 1, 2, 3}, 7),
              (Tokens{1, 2, 3, 1, 2, 3, 1}));
}

TEST("an answer that repeats nothing is told nothing") {
  CHECK(!along_itself({1, 2, 3, 4, 5, 6, 7, 8}).has_place());
}

TEST("what is said is counted as right or wrong whether it was computed or not") {
  const Tokens text{1, 2, 3, 4, 5, 6, 7, 8};
  CHECK(after({1, 2, 3, 4, 5, 6}, text).hit_rate() > 0.7);
  CHECK(after({1, 9, 9, 9}, text).hit_rate() < 0.5);
}

TEST("tokens of a prediction are found that stand in the answer, and no others") {
  const Tokens text{1, 2, 3, 4, 5, 6};
  CHECK_EQUAL(after({1, 2, 3, 4, 5, 6}, text).num_found(), 6U);
  CHECK_EQUAL(after({7, 8, 9}, text).num_found(), 0U);
  CHECK_EQUAL(after({1, 2, 9, 4, 5, 6}, text).num_found(), 5U);
}

TEST("whatever is followed, a draft is what stands in the text behind tokens like the last ones") {
  Random random(5);
  for (int round = 0; round < 200; ++round) {
    Tokens answer;
    const std::uint32_t num_tokens = 5 + random.below(60);
    for (std::uint32_t i = 0; i < num_tokens; ++i) answer.push_back(static_cast<Token>(random.below(3)));
    const TextFollower follower = along_itself(answer);
    const Tokens draft = draft_of(follower, answer, 1);
    if (draft.empty()) continue;
    const Tokens end(answer.end() - 3, answer.end());
    Tokens wanted = end;
    wanted.push_back(draft[0]);
    CHECK(std::ranges::search(answer, wanted).begin() != answer.end());
  }
}

TEST("a place far back in a long text is found as soon as the text has been taken in") {
  Tokens text;
  for (Token token = 0; token < 5000; ++token) text.push_back(token);
  TextFollower follower({.num_alike = 2, .expected_hits = 0.5});
  Tokens answer;
  for (const Token token : {9000, 9001, 9002, 9003, 9004, 4000, 4001}) {
    answer.push_back(token);
    follower.advance(answer, text);
  }
  CHECK_EQUAL(draft_of(follower, text, 2), (Tokens{4002, 4003}));
}

}  // namespace
}  // namespace samewire
