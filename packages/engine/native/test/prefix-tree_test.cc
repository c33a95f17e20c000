#include "schedule/prefix-tree.h"

#include <algorithm>
#include <vector>

#include "random.h"
#include "testing.h"

namespace samewire {
namespace {

using Tokens = std::vector<Token>;

const auto kAny = [](const PrefixTree::Match&) { return true; };

TEST("a tree finds the sequence that has most of a prompt") {
  PrefixTree tree(3);
  tree.append(0, Tokens{1, 2, 3}, 0);
  tree.append(1, Tokens{1, 2, 4, 5}, 0);
  const PrefixTree::Match match = tree.longest_match(Tokens{1, 2, 4, 9}, 0, kAny);
  CHECK_EQUAL(match.sequence, 1);
  CHECK_EQUAL(match.length, 3U);
}

TEST("a tree finds nothing across scopes") {
  PrefixTree tree(2);
  tree.append(0, Tokens{1, 2, 3}, 7);
  CHECK_EQUAL(tree.longest_match(Tokens{1, 2, 3}, 0, kAny).length, 0U);
  CHECK_EQUAL(tree.longest_match(Tokens{1, 2, 3}, 7, kAny).length, 3U);
}

TEST("a tree goes on to a shorter match if the longest is not usable") {
  PrefixTree tree(3);
  tree.append(0, Tokens{1, 2, 3, 4}, 0);
  tree.append(1, Tokens{1, 2, 5}, 0);
  const auto not_first = [](const PrefixTree::Match& match) { return match.sequence != 0; };
  const PrefixTree::Match match = tree.longest_match(Tokens{1, 2, 3, 4}, 0, not_first);
  CHECK_EQUAL(match.sequence, 1);
  CHECK_EQUAL(match.length, 2U);
}

TEST("sequences that grow alike token by token stay one edge") {
  PrefixTree tree(2);
  for (Token token = 0; token < 100; ++token) {
    tree.append(0, Tokens{token}, 0);
    tree.append(1, Tokens{token}, 0);
  }
  CHECK_EQUAL(tree.num_nodes(), 1U);
  CHECK(tree.is_within_another(0));
}

TEST("a tree that everybody has left is empty") {
  PrefixTree tree(2);
  tree.append(0, Tokens{1, 2, 3}, 0);
  tree.append(1, Tokens{1, 2, 4}, 0);
  CHECK_EQUAL(tree.num_nodes(), 3U);
  tree.cut(0, 0);
  CHECK_EQUAL(tree.num_nodes(), 1U);
  tree.cut(1, 0);
  CHECK_EQUAL(tree.num_nodes(), 0U);
}

/** The same as a list of token strings, asked the slow and simple way. */
struct NaiveSequences {
  std::vector<Tokens> texts;
  std::vector<CacheScope> scopes;

  static std::uint32_t num_common(const Tokens& a, const Tokens& b) {
    return static_cast<std::uint32_t>(std::ranges::mismatch(a, b).in1 - a.begin());
  }

  bool see_each_other(std::size_t a, std::size_t b) const {
    return a != b && scopes[a] == scopes[b] && !texts[b].empty();
  }

  template <typename IsUsable>
  std::uint32_t longest(const Tokens& prompt, CacheScope scope, IsUsable is_usable) const {
    std::uint32_t best = 0;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      if (scopes[i] != scope) continue;
      const std::uint32_t length = num_common(prompt, texts[i]);
      if (length > best && is_usable({static_cast<SequenceId>(i), length})) best = length;
    }
    return best;
  }

  std::uint32_t num_shared(std::size_t sequence) const {
    std::uint32_t best = 0;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      if (see_each_other(sequence, i)) {
        best = std::max(best, num_common(texts[sequence], texts[i]));
      }
    }
    return best;
  }

  std::vector<SequenceId> prefixes_of(std::size_t sequence) const {
    std::vector<SequenceId> prefixes;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      if (see_each_other(sequence, i) &&
          num_common(texts[i], texts[sequence]) == texts[i].size()) {
        prefixes.push_back(static_cast<SequenceId>(i));
      }
    }
    return prefixes;
  }
};

TEST("random growth, branches and cuts: a tree answers as a scan of all sequences does") {
  constexpr std::size_t kNumSequences = 7;
  testing::Random random(11);
  PrefixTree tree(kNumSequences);
  NaiveSequences naive{std::vector<Tokens>(kNumSequences), std::vector<CacheScope>(kNumSequences)};
  const auto random_tokens = [&](std::uint32_t count) {
    Tokens tokens(count);
    for (Token& token : tokens) token = static_cast<Token>(random.below(2));
    return tokens;
  };
  for (int round = 0; round < 20000; ++round) {
    const std::size_t which = random.below(kNumSequences);
    const auto id = static_cast<SequenceId>(which);
    Tokens& text = naive.texts[which];
    if (random.one_in(3)) {
      const std::uint32_t length = random.below(static_cast<std::uint32_t>(text.size()) + 1);
      tree.cut(id, length);
      text.resize(length);
    } else if (text.empty() && random.one_in(2)) {
      const std::size_t other = random.below(kNumSequences);
      if (other == which) continue;
      const std::uint32_t length =
          random.below(static_cast<std::uint32_t>(naive.texts[other].size()) + 1);
      tree.branch(static_cast<SequenceId>(other), id, length);
      text.assign(naive.texts[other].begin(), naive.texts[other].begin() + length);
      if (!text.empty()) naive.scopes[which] = naive.scopes[other];
    } else {
      if (text.empty()) naive.scopes[which] = random.below(2);
      const Tokens added = random_tokens(1 + random.below(4));
      tree.append(id, added, naive.scopes[which]);
      text.insert(text.end(), added.begin(), added.end());
    }
    CHECK_EQUAL(tree.tokens(id), text);
    CHECK_EQUAL(tree.num_shared(id), text.empty() ? 0U : naive.num_shared(which));
    if (!text.empty()) {
      std::vector<SequenceId> prefixes = tree.prefixes_of(id);
      std::ranges::sort(prefixes);
      CHECK_EQUAL(prefixes, naive.prefixes_of(which));
    }
    const Tokens prompt = random_tokens(12);
    const CacheScope scope = random.below(2);
    CHECK_EQUAL(tree.longest_match(prompt, scope, kAny).length,
                naive.longest(prompt, scope, kAny));
    const auto is_whole = [&](const PrefixTree::Match& match) {
      return match.length == naive.texts[static_cast<std::size_t>(match.sequence)].size();
    };
    CHECK_EQUAL(tree.longest_match(prompt, scope, is_whole).length,
                naive.longest(prompt, scope, is_whole));
    CHECK(tree.num_nodes() <= 2 * kNumSequences);
  }
}

}  // namespace
}  // namespace samewire
