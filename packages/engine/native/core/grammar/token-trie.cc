#include "grammar/token-trie.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

namespace samewire {
namespace {

/** Longer pieces (runs of spaces, as a rule) are never needed: shorter ones say the same. */
constexpr std::size_t kMaxPieceBytes = 128;
/** About 30 ms of new steps. */
constexpr std::uint64_t kMaxWork = 1'000'000;

}  // namespace

void TokenSet::fill_others(std::span<float> values, float value) const {
  for (std::size_t begin = 0; begin < values.size(); begin += 64) {
    const std::uint64_t word = words_[begin / 64];
    const auto part = values.subspan(begin, std::min<std::size_t>(64, values.size() - begin));
    // As a rule nearly all of a vocabulary fit, or hardly any.
    if (word == 0) {
      std::ranges::fill(part, value);
    } else if (word != ~std::uint64_t{0}) {
      for (std::size_t i = 0; i < part.size(); ++i) {
        if (((word >> i) & 1U) == 0) part[i] = value;
      }
    }
  }
}

TokenTrie::TokenTrie(const Vocabulary& vocabulary) : num_tokens_(vocabulary.size()) {
  for (std::size_t i = 0; i < vocabulary.size(); ++i) {
    const auto token = static_cast<Token>(i);
    const std::string_view piece = vocabulary.piece(token);
    if (piece.empty() || piece.size() > kMaxPieceBytes || vocabulary.ends_generation(token)) {
      continue;
    }
    tokens_.push_back(token);
  }
  std::ranges::sort(tokens_, {}, [&](Token token) { return vocabulary.piece(token); });

  std::vector<std::uint32_t> path;
  std::string_view before;
  const auto close_to = [&](std::size_t depth) {
    while (path.size() > depth) {
      nodes_[path.back()].after = static_cast<std::uint32_t>(nodes_.size());
      path.pop_back();
    }
  };
  for (std::uint32_t i = 0; i < tokens_.size(); ++i) {
    const std::string_view piece = vocabulary.piece(tokens_[i]);
    const auto common = static_cast<std::size_t>(
        std::ranges::mismatch(before, piece).in1 - before.begin());
    close_to(common);
    while (path.size() < piece.size()) {
      path.push_back(static_cast<std::uint32_t>(nodes_.size()));
      nodes_.push_back({.byte = static_cast<std::uint8_t>(piece[path.size() - 1]),
                        .depth = static_cast<std::uint8_t>(path.size() - 1),
                        .after = 0,
                        .first_token = i,
                        .num_tokens = 0});
    }
    ++nodes_[path.back()].num_tokens;
    before = piece;
  }
  close_to(0);
}

std::optional<TokenSet> TokenTrie::allowed_tokens(ByteAutomaton& automaton,
                                                  ByteAutomaton::State state) const {
  TokenSet allowed(num_tokens_);
  const std::uint64_t limit = automaton.work() + kMaxWork;
  std::array<ByteAutomaton::State, kMaxPieceBytes + 1> states{};
  states[0] = state;
  for (std::size_t i = 0; i < nodes_.size();) {
    const Node& node = nodes_[i];
    const auto next = automaton.step(states[node.depth], node.byte);
    if (!next) return std::nullopt;
    if (*next == ByteAutomaton::kDead) {
      i = node.after;
      continue;
    }
    if (automaton.work() > limit) return std::nullopt;
    states[node.depth + 1U] = *next;
    for (std::uint32_t t = 0; t < node.num_tokens; ++t) allowed.add(tokens_[node.first_token + t]);
    ++i;
  }
  return allowed;
}

}  // namespace samewire
