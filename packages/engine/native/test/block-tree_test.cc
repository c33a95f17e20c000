#include "offload/block-tree.h"

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "random.h"
#include "testing.h"

namespace samewire {
namespace {

using Tokens = std::vector<Token>;
using Tree = BlockTree<int>;

constexpr std::uint64_t kRoom = 1'000'000;

std::shared_ptr<const int> payload(int value) { return std::make_shared<int>(value); }

/** Holds all blocks of a text, the first of which gets `first` as its payload. */
void insert_all(Tree& tree, const Tokens& tokens, std::uint32_t block_tokens, int first = 0) {
  for (std::size_t end = 0; end < tokens.size();) {
    end = std::min(tokens.size(), end + block_tokens);
    tree.insert(0, std::span(tokens).first(end), payload(first++), 10);
  }
}

TEST("a block is found from any place in it on, as far as the prompt agrees") {
  Tree tree(4, kRoom);
  insert_all(tree, {1, 2, 3, 4, 5, 6, 7, 8}, 4);
  const auto found = tree.find(0, Tokens{1, 2, 3, 4, 5, 6, 9, 9}, 5);
  CHECK(found.has_value());
  CHECK_EQUAL(*found->payload, 1);
  CHECK_EQUAL(found->begin, 4U);
  CHECK_EQUAL(found->end, 6U);
  CHECK(!tree.find(0, Tokens{1, 2, 3, 4, 5, 6, 9, 9}, 6).has_value());
}

TEST("texts that begin alike hold their common blocks once") {
  Tree tree(2, kRoom);
  insert_all(tree, {1, 2, 3, 4}, 2);
  insert_all(tree, {1, 2, 5, 6}, 2);
  CHECK_EQUAL(tree.num_blocks(), 3U);
}

TEST("a block is found within its scope only") {
  Tree tree(2, kRoom);
  tree.insert(7, Tokens{1, 2}, payload(1), 10);
  CHECK(!tree.find(0, Tokens{1, 2, 3}, 0).has_value());
  CHECK(tree.find(7, Tokens{1, 2, 3}, 0).has_value());
}

TEST("a short last block gives way to a longer one that begins with it") {
  Tree tree(4, kRoom);
  insert_all(tree, {1, 2, 3, 4, 5}, 4);
  const auto gone = tree.insert(0, Tokens{1, 2, 3, 4, 5, 6, 7}, payload(9), 10);
  CHECK_EQUAL(gone.replaced.size(), 1U);
  CHECK_EQUAL(tree.num_blocks(), 2U);
  // And one that another begins with is not needed.
  tree.insert(0, Tokens{1, 2, 3, 4, 5, 6}, payload(8), 10);
  CHECK_EQUAL(tree.num_blocks(), 2U);
}

TEST("whole texts are found at their end only, the longest first") {
  Tree tree(0, kRoom);
  tree.insert(0, Tokens{1, 2}, payload(2), 10);
  tree.insert(0, Tokens{1, 2, 3, 4}, payload(4), 10);
  tree.insert(0, Tokens{1, 2, 3, 9}, payload(9), 10);
  CHECK_EQUAL(*tree.find(0, Tokens{1, 2, 3, 4, 5}, 0)->payload, 4);
  CHECK_EQUAL(*tree.find(0, Tokens{1, 2, 3, 5, 5}, 0)->payload, 2);
  CHECK(!tree.find(0, Tokens{1, 2, 3, 5, 5}, 2).has_value());
}

TEST("room is made by giving up ends of texts, and never a beginning that others follow") {
  Tree tree(2, 30);
  insert_all(tree, {1, 2, 3, 4, 5, 6}, 2);
  const auto gone = tree.insert(0, Tokens{9, 9}, payload(7), 10);
  CHECK_EQUAL(gone.evicted.size(), 1U);
  CHECK_EQUAL(gone.evicted[0].tokens, (Tokens{1, 2, 3, 4, 5, 6}));
  CHECK_EQUAL(gone.evicted[0].begin, 4U);
  CHECK_EQUAL(tree.num_bytes(), 30U);
}

TEST("a text that was used often outlives a scan of others") {
  Tree tree(2, 30);
  const Tokens popular{1, 2};
  insert_all(tree, popular, 2);
  for (int i = 0; i < 5; ++i) CHECK(tree.touch(0, popular));
  for (Token token = 10; token < 20; ++token) insert_all(tree, {token, token}, 2);
  CHECK(tree.find(0, Tokens{1, 2, 3}, 0).has_value());
  for (Token token = 20; token < 60; ++token) insert_all(tree, {token, token}, 2);
  CHECK(!tree.find(0, Tokens{1, 2, 3}, 0).has_value());
}

TEST("a block that comes after what follows it stays, if that has to go for room") {
  Tree tree(2, 40);
  const Tokens popular{8, 8};
  tree.insert(0, popular, payload(8), 10);
  for (int i = 0; i < 5; ++i) tree.touch(0, popular);
  tree.insert(0, Tokens{1, 2, 3, 4}, payload(2), 20);
  const auto gone = tree.insert(0, Tokens{1, 2}, payload(1), 35);
  CHECK_EQUAL(gone.evicted.size(), 2U);
  CHECK_EQUAL(*tree.find(0, Tokens{1, 2, 3, 4}, 0)->payload, 1);
  CHECK(!tree.find(0, popular, 0).has_value());
  CHECK_EQUAL(tree.num_bytes(), 35U);
}

TEST("a text longer than the limit keeps its beginning") {
  Tree tree(2, 30);
  insert_all(tree, {1, 2, 3, 4, 5, 6, 7, 8}, 2);
  CHECK_EQUAL(tree.num_bytes(), 30U);
  CHECK(tree.find(0, Tokens{1, 2, 3, 4, 5, 6, 7, 8}, 4).has_value());
  CHECK(!tree.find(0, Tokens{1, 2, 3, 4, 5, 6, 7, 8}, 6).has_value());
}

TEST("a block larger than the limit is not held, and nothing goes for it") {
  Tree tree(2, 30);
  insert_all(tree, {1, 2}, 2);
  CHECK_EQUAL(tree.insert(0, Tokens{3, 4}, payload(3), 31).evicted.size(), 1U);
  CHECK_EQUAL(tree.num_bytes(), 10U);
}

/** Of a text in the test below: no larger for a longer one. */
std::uint64_t size_of(const Tokens& text) { return 7U + 15U * (std::ranges::count(text, 1) % 4); }

TEST("random texts: bytes are within the limit, and what is found is what was put there") {
  for (const std::uint32_t block_tokens : {0U, 1U, 3U, 4U}) {
    testing::Random random(3);
    Tree tree(block_tokens, 200);
    // By scope and text, which a block's payload must agree with.
    std::map<std::pair<CacheScope, Tokens>, int> values;
    std::uint64_t num_bytes = 0;
    for (int round = 0; round < 5000; ++round) {
      Tokens text(1 + random.below(10));
      for (Token& token : text) token = static_cast<Token>(random.below(2));
      const CacheScope scope = random.below(2);
      if (random.one_in(2)) {
        const auto entry = values.try_emplace({scope, text}, round).first;
        const bool is_known = tree.touch(scope, text);
        const auto gone = tree.insert(scope, text, payload(entry->second), size_of(text));
        if (!is_known) num_bytes += size_of(text);
        for (const auto* blocks : {&gone.evicted, &gone.replaced}) {
          for (const auto& block : *blocks) {
            CHECK_EQUAL(*block.payload, values.at({block.scope, block.tokens}));
            num_bytes -= size_of(block.tokens);
          }
        }
      } else if (random.one_in(10)) {
        const auto block = tree.forget(scope, text, random.below(4));
        if (block) num_bytes -= size_of(block->tokens);
      } else {
        const std::uint32_t from = random.below(static_cast<std::uint32_t>(text.size()) + 1);
        const auto found = tree.find(scope, text, from);
        if (!found) continue;
        CHECK(found->begin <= from && found->end > from && found->end <= text.size());
        const auto is_of_such_a_text = [&](const auto& entry) {
          const auto& [key, value] = entry;
          return value == *found->payload && key.first == scope &&
                 key.second.size() == found->begin + found->size &&
                 std::ranges::equal(std::span(key.second).first(found->end),
                                    std::span(text).first(found->end));
        };
        CHECK(std::ranges::any_of(values, is_of_such_a_text));
      }
      CHECK_EQUAL(tree.num_bytes(), num_bytes);
      CHECK(num_bytes <= 200);
    }
  }
}

}  // namespace
}  // namespace samewire
