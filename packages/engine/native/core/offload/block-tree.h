#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "schedule/keep-value.h"
#include "types.h"

namespace samewire {

/**
 * What a tier below the KV cells holds: blocks of tokens and a payload for each, as a tree over
 * the tokens of each scope, within a limit in bytes.
 *
 * A block begins at a multiple of the block length, so that the beginnings of many prompts are
 * there once. The last block of a text may be shorter, until one comes that begins with it. With a
 * block length of 0 every block is a whole text.
 *
 * Over its limit, the leaf goes that is worth least: greedy-dual-size-frequency (Cherkasova 1998),
 * which is uses times tokens per byte, and an age that rises with what is given up. A block whose
 * beginning is not held is found as well: a tier above may have that.
 */
template <typename Payload>
class BlockTree {
 public:
  using Shared = std::shared_ptr<const Payload>;

  /** A block with all tokens up to its end. */
  struct Block {
    CacheScope scope;
    std::vector<Token> tokens;
    std::uint32_t begin;
    Shared payload;
  };

  struct Found {
    Shared payload;
    /** Where the block begins, and up to where it agrees with the prompt. */
    std::uint32_t begin;
    std::uint32_t end;
    /** Tokens of the block. */
    std::uint32_t size;
  };

  /** What left because of a new block. */
  struct Gone {
    /** Given up for room; the new block itself if it is larger than the limit. */
    std::vector<Block> evicted;
    /** Shorter blocks that the new one begins with. */
    std::vector<Block> replaced;
  };

  BlockTree(std::uint32_t block_tokens, std::uint64_t max_bytes)
      : block_tokens_(block_tokens), max_bytes_(max_bytes) {}

  /** 0: every block is a whole text. */
  std::uint32_t block_tokens() const { return block_tokens_; }
  std::uint64_t num_bytes() const { return num_bytes_; }
  std::size_t num_blocks() const { return num_blocks_; }
  std::uint64_t max_bytes() const { return max_bytes_; }

  /** Where the block begins that ends a text of so many tokens. */
  std::uint32_t last_begin(std::size_t num_tokens) const {
    if (block_tokens_ == 0 || num_tokens == 0) return 0;
    return static_cast<std::uint32_t>((num_tokens - 1) / block_tokens_ * block_tokens_);
  }

  /** The block that continues a prompt from `from` on, if it is held. */
  std::optional<Found> find(CacheScope scope, std::span<const Token> prompt, std::uint32_t from) {
    const Place place = locate(scope, prompt, from);
    if (place.node == nullptr || place.node->payload == nullptr) return std::nullopt;
    const Node& node = *place.node;
    return Found{node.payload, node.begin, place.end, node.end() - node.begin};
  }

  /** Gives up the block that `find` finds. */
  std::optional<Block> forget(CacheScope scope, std::span<const Token> prompt, std::uint32_t from) {
    const Place place = locate(scope, prompt, from);
    if (place.node == nullptr || place.node->payload == nullptr) return std::nullopt;
    return take(*place.node);
  }

  /** Whether the last block of a text is held. Counts as a use of all blocks of the text. */
  bool touch(CacheScope scope, std::span<const Token> tokens) {
    Node* node = root(scope);
    while (node != nullptr && !tokens.empty()) {
      const std::span<const Token> wanted = tokens.first(block_size(tokens));
      const auto child = node->children.lower_bound(wanted);
      if (child == node->children.end() || !covers(child->first, wanted)) return false;
      node = child->second.get();
      if (node->payload != nullptr) renew(*node);
      tokens = tokens.subspan(wanted.size());
    }
    return node != nullptr && node->payload != nullptr;
  }

  /** Gives up all blocks; what is worth most comes first, and the beginning before what follows. */
  std::vector<Block> take_all() {
    std::vector<Block> blocks;
    while (!leaves_.empty()) blocks.push_back(take(*leaves_.begin()->second));
    std::ranges::reverse(blocks);
    return blocks;
  }

  /** All blocks that are held, a beginning before what follows it. */
  std::vector<Block> all() const {
    std::vector<Block> blocks;
    std::vector<Token> tokens;
    for (const auto& [scope, root] : roots_) collect(*root, scope, tokens, blocks);
    return blocks;
  }

  /** Holds the last block of a text. */
  Gone insert(CacheScope scope, std::span<const Token> tokens, Shared payload,
              std::uint64_t num_bytes) {
    Gone gone;
    const std::uint32_t begin = last_begin(tokens.size());
    if (num_bytes > max_bytes_) {
      gone.evicted.push_back({scope, {tokens.begin(), tokens.end()}, begin, std::move(payload)});
      return gone;
    }
    if (touch(scope, tokens)) return gone;
    auto& own_root = roots_[scope];
    if (own_root == nullptr) {
      own_root = std::make_unique<Node>();
      own_root->scope = scope;
    }
    Node* node = own_root.get();
    for (std::uint32_t at = 0; at < begin; at += block_tokens_) {
      node = &child_of(*node, tokens.subspan(at, block_tokens_));
    }
    node = &child_of(*node, tokens.subspan(begin));
    node->payload = std::move(payload);
    node->num_bytes = num_bytes;
    num_bytes_ += num_bytes;
    ++num_blocks_;
    if (block_tokens_ > 0) drop_shorter(*node, gone.replaced);
    while (Node* const least = num_bytes_ > max_bytes_ ? least_but(*node) : nullptr) {
      floor_ = std::max(floor_, least->worth);
      gone.evicted.push_back(take(*least));
    }
    if (num_bytes_ > max_bytes_) {
      // Nothing is left but its own beginning, without which it is of no use.
      gone.evicted.push_back(take(*node));
    } else {
      renew(*node);
    }
    return gone;
  }

 private:
  struct Less {
    using is_transparent = void;
    bool operator()(std::span<const Token> a, std::span<const Token> b) const {
      return std::ranges::lexicographical_compare(a, b);
    }
  };

  struct Node {
    Node* parent = nullptr;
    /** Of a root. */
    CacheScope scope = 0;
    std::uint32_t begin = 0;
    std::map<std::vector<Token>, std::unique_ptr<Node>, Less> children;
    const std::vector<Token>* own_tokens = nullptr;
    /** Null where only what follows is held. */
    Shared payload;
    std::uint64_t num_bytes = 0;
    std::uint32_t num_uses = 0;
    double worth = 0.0;
    bool is_listed = false;

    std::span<const Token> tokens() const { return *own_tokens; }
    std::uint32_t end() const { return begin + static_cast<std::uint32_t>(own_tokens->size()); }
  };

  /** @param tokens those before the node; afterwards the same */
  static void collect(const Node& node, CacheScope scope, std::vector<Token>& tokens,
                      std::vector<Block>& blocks) {
    if (node.payload != nullptr) blocks.push_back({scope, tokens, node.begin, node.payload});
    for (const auto& [own_tokens, child] : node.children) {
      tokens.insert(tokens.end(), own_tokens.begin(), own_tokens.end());
      collect(*child, scope, tokens, blocks);
      tokens.resize(tokens.size() - own_tokens.size());
    }
  }

  static std::uint32_t num_common(std::span<const Token> a, std::span<const Token> b) {
    return static_cast<std::uint32_t>(std::ranges::mismatch(a, b).in1 - a.begin());
  }

  /** Tokens of the first block of a text. */
  std::size_t block_size(std::span<const Token> tokens) const {
    return block_tokens_ == 0 ? tokens.size() : std::min<std::size_t>(block_tokens_, tokens.size());
  }

  /** A whole text is of use at its end only, a block from any place of it on. */
  bool covers(std::span<const Token> held, std::span<const Token> wanted) const {
    if (block_tokens_ == 0 && held.size() != wanted.size()) return false;
    return num_common(held, wanted) == wanted.size();
  }

  Node* root(CacheScope scope) {
    const auto entry = roots_.find(scope);
    return entry == roots_.end() ? nullptr : entry->second.get();
  }

  struct Place {
    Node* node = nullptr;
    /** Up to where it agrees with the prompt. */
    std::uint32_t end = 0;
  };

  Place locate(CacheScope scope, std::span<const Token> prompt, std::uint32_t from) {
    Node* node = root(scope);
    if (node == nullptr || from >= prompt.size()) return {};
    if (block_tokens_ == 0) {
      node = longest_prefix(*node, prompt);
      return node != nullptr && node->end() > from ? Place{node, node->end()} : Place{};
    }
    for (std::uint32_t at = 0;; at += block_tokens_) {
      node = most_alike(*node, prompt.subspan(at));
      if (node == nullptr) return {};
      const std::uint32_t end = at + num_common(node->tokens(), prompt.subspan(at));
      if (end > from) return {node, end};
      if (end < at + block_tokens_) return {};
    }
  }

  /** The child that agrees longest with a text. In their order it is a neighbour of the text. */
  Node* most_alike(Node& node, std::span<const Token> text) {
    const auto after = node.children.lower_bound(text);
    Node* best = nullptr;
    std::uint32_t longest = 0;
    const auto look_at = [&](auto entry) {
      const std::uint32_t length = num_common(entry->first, text);
      if (length <= longest) return;
      longest = length;
      best = entry->second.get();
    };
    if (after != node.children.begin()) look_at(std::prev(after));
    if (after != node.children.end()) look_at(after);
    return best;
  }

  /** The longest child that a text begins with. */
  Node* longest_prefix(Node& node, std::span<const Token> text) {
    for (;;) {
      const auto after = node.children.upper_bound(text);
      if (after == node.children.begin()) return nullptr;
      const auto before = std::prev(after);
      const std::uint32_t length = num_common(before->first, text);
      if (length == before->first.size()) return before->second.get();
      // Whatever the text begins with is no longer than what it has in common with its neighbour.
      text = text.first(length);
    }
  }

  Node& child_of(Node& node, std::span<const Token> tokens) {
    const auto known = node.children.find(tokens);
    if (known != node.children.end()) return *known->second;
    unlist(node);
    const auto entry = node.children
                           .emplace(std::vector<Token>(tokens.begin(), tokens.end()),
                                    std::make_unique<Node>())
                           .first;
    Node& child = *entry->second;
    child.parent = &node;
    child.begin = node.parent == nullptr ? 0 : node.end();
    child.own_tokens = &entry->first;
    return child;
  }

  /** Blocks that a new one begins with are of no more use; nothing stands behind a short block. */
  void drop_shorter(Node& node, std::vector<Block>& gone) {
    const std::span<const Token> tokens = node.tokens();
    while (tokens.size() > 1) {
      Node* shorter = longest_prefix(*node.parent, tokens.first(tokens.size() - 1));
      if (shorter == nullptr) return;
      node.num_uses = std::max(node.num_uses, shorter->num_uses);
      gone.push_back(take(*shorter));
    }
  }

  /** Takes the payload out of a node, and the node and its parents where nobody needs them. */
  Block take(Node& node) {
    Block block{0, {}, node.begin, std::move(node.payload)};
    unlist(node);
    node.payload = nullptr;
    num_bytes_ -= node.num_bytes;
    --num_blocks_;
    node.num_bytes = 0;
    block.tokens.resize(node.end());
    Node* above = &node;
    for (; above->parent != nullptr; above = above->parent) {
      std::ranges::copy(above->tokens(), block.tokens.begin() + above->begin);
    }
    block.scope = above->scope;
    prune(node);
    return block;
  }

  /** The leaf worth least, of all but one. */
  Node* least_but(const Node& excepted) {
    const auto least = std::ranges::find_if(
        leaves_, [&](const auto& leaf) { return leaf.second != &excepted; });
    return least == leaves_.end() ? nullptr : least->second;
  }

  void prune(Node& start) {
    Node* node = &start;
    while (node->parent != nullptr && node->payload == nullptr && node->children.empty()) {
      Node* const parent = node->parent;
      const std::vector<Token> key = *node->own_tokens;
      parent->children.erase(key);
      node = parent;
    }
    if (node->parent == nullptr) {
      if (node->children.empty()) roots_.erase(node->scope);
    } else if (node->children.empty()) {
      list(*node);
    }
  }

  void renew(Node& node) {
    unlist(node);
    node.num_uses = std::min(node.num_uses + 1, kMaxCountedUses);
    constexpr double kMiB = 1024.0 * 1024.0;
    const double num_mib = static_cast<double>(std::max<std::uint64_t>(1, node.num_bytes)) / kMiB;
    const double tokens_per_mib = (node.end() - node.begin) / num_mib;
    node.worth = floor_ + node.num_uses * tokens_per_mib;
    list(node);
  }

  void list(Node& node) {
    if (!node.children.empty() || node.payload == nullptr) return;
    leaves_.emplace(node.worth, &node);
    node.is_listed = true;
  }

  void unlist(Node& node) {
    if (node.is_listed) leaves_.erase({node.worth, &node});
    node.is_listed = false;
  }

  std::uint32_t block_tokens_;
  std::uint64_t max_bytes_;
  std::unordered_map<CacheScope, std::unique_ptr<Node>> roots_;
  std::set<std::pair<double, Node*>> leaves_;
  std::uint64_t num_bytes_ = 0;
  std::size_t num_blocks_ = 0;
  /** Worth of the best that was given up. */
  double floor_ = 0.0;
};

}  // namespace samewire
