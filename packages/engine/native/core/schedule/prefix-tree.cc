#include "schedule/prefix-tree.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace samewire {
namespace {

std::uint32_t num_common(std::span<const Token> a, std::span<const Token> b) {
  return static_cast<std::uint32_t>(std::ranges::mismatch(a, b).in1 - a.begin());
}

}  // namespace

std::vector<Token> PrefixTree::tokens(SequenceId sequence) const {
  const auto& [end_node, length, scope] = end_of(sequence);
  std::vector<Token> tokens(length);
  std::uint32_t end = length;
  for (const Node* node = end_node; node != nullptr; node = node->parent) {
    std::copy_n(node->edge.begin(), end - node->begin, tokens.begin() + node->begin);
    end = node->begin;
  }
  return tokens;
}

void PrefixTree::append(SequenceId sequence, std::span<const Token> tokens, CacheScope scope) {
  if (tokens.empty()) return;
  End& end = end_of(sequence);
  if (end.node == nullptr) {
    auto& root = roots_[scope];
    if (root == nullptr) root = std::make_unique<Node>();
    end.scope = scope;
    move_end(sequence, root.get(), 0);
  }
  assert(end.scope == scope);
  while (!tokens.empty()) {
    Node& node = *end.node;
    if (end.length < node.end()) {
      const std::span<const Token> ahead = std::span(node.edge).subspan(end.length - node.begin);
      const std::uint32_t num_alike = num_common(ahead, tokens);
      end.length += num_alike;
      tokens = tokens.subspan(num_alike);
      if (!tokens.empty() && end.length < node.end()) divide(node, end.length);
    } else if (node.parent != nullptr && node.children.empty()) {
      node.edge.insert(node.edge.end(), tokens.begin(), tokens.end());
      end.length = node.end();
      return;
    } else {
      if (!node.children.contains(tokens[0])) add_child(node, tokens);
      move_end(sequence, node.children.at(tokens[0]).get(), end.length);
    }
  }
}

void PrefixTree::add_child(Node& node, std::span<const Token> edge) {
  auto child = std::make_unique<Node>();
  child->parent = &node;
  child->begin = node.end();
  child->edge.assign(edge.begin(), edge.end());
  node.children.emplace(edge[0], std::move(child));
}

/** Makes an edge end at a place inside it; what follows becomes its only child, for the moment. */
void PrefixTree::divide(Node& node, std::uint32_t at) {
  const std::uint32_t offset = at - node.begin;
  auto lower = std::make_unique<Node>();
  lower->parent = &node;
  lower->begin = at;
  lower->edge.assign(node.edge.begin() + offset, node.edge.end());
  lower->children = std::exchange(node.children, {});
  for (const auto& entry : lower->children) entry.second->parent = lower.get();
  for (const SequenceId sequence : std::exchange(node.ends, {})) {
    End& end = end_of(sequence);
    end.node = end.length > at ? lower.get() : &node;
    end.node->ends.push_back(sequence);
  }
  node.edge.resize(offset);
  node.children.emplace(lower->edge[0], std::move(lower));
}

void PrefixTree::branch(SequenceId source, SequenceId target, std::uint32_t length) {
  assert(end_of(target).node == nullptr && length <= end_of(source).length);
  if (length == 0) return;
  Node* node = end_of(source).node;
  while (node->begin >= length) node = node->parent;
  end_of(target).scope = end_of(source).scope;
  move_end(target, node, length);
}

void PrefixTree::cut(SequenceId sequence, std::uint32_t length) {
  End& end = end_of(sequence);
  if (end.length <= length) return;
  Node* const left = end.node;
  const CacheScope scope = end.scope;
  Node* node = left;
  while (length > 0 && node->begin >= length) node = node->parent;
  move_end(sequence, length == 0 ? nullptr : node, length);
  if (length == 0) end.scope = 0;
  tidy(left, scope);
}

void PrefixTree::move_end(SequenceId sequence, Node* node, std::uint32_t length) {
  End& end = end_of(sequence);
  if (end.node != node) {
    if (end.node != nullptr) std::erase(end.node->ends, sequence);
    if (node != nullptr) node->ends.push_back(sequence);
    end.node = node;
  }
  end.length = length;
}

/** Restores the invariants after a sequence has left a node or a part of its edge. */
void PrefixTree::tidy(Node* node, CacheScope scope) {
  while (node->parent != nullptr && node->children.empty() && node->ends.empty()) {
    Node* const parent = node->parent;
    parent->children.erase(parent->children.find(node->edge[0]));
    node = parent;
  }
  if (node->parent == nullptr) {
    if (node->children.empty() && node->ends.empty()) roots_.erase(scope);
  } else if (node->children.size() == 1) {
    absorb_child(*node);
  } else if (node->children.empty()) {
    std::uint32_t longest = 0;
    for (const SequenceId sequence : node->ends) {
      longest = std::max(longest, end_of(sequence).length);
    }
    node->edge.resize(longest - node->begin);
  }
}

void PrefixTree::absorb_child(Node& node) {
  const std::unique_ptr<Node> child = std::move(node.children.begin()->second);
  node.edge.insert(node.edge.end(), child->edge.begin(), child->edge.end());
  node.children = std::move(child->children);
  for (const auto& entry : node.children) entry.second->parent = &node;
  for (const SequenceId sequence : child->ends) {
    end_of(sequence).node = &node;
    node.ends.push_back(sequence);
  }
}

std::vector<PrefixTree::Step> PrefixTree::descend(std::span<const Token> prompt,
                                                  CacheScope scope) const {
  std::vector<Step> path;
  const auto root = roots_.find(scope);
  if (root == roots_.end()) return path;
  const Node* node = root->second.get();
  std::uint32_t length = 0;
  while (length < prompt.size()) {
    const auto child = node->children.find(prompt[length]);
    if (child == node->children.end()) break;
    node = child->second.get();
    length += num_common(node->edge, prompt.subspan(length));
    path.push_back({node, length});
    if (length < node->end()) break;
  }
  return path;
}

/** Best first. Those below `visited` were looked at already. */
std::vector<PrefixTree::Match> PrefixTree::matches_at(const Step& step, const Node* visited) const {
  std::vector<Match> matches;
  for (const SequenceId sequence : step.node->ends) {
    matches.push_back({sequence, std::min(end_of(sequence).length, step.length)});
  }
  // A sequence that ends where the prompt leaves it is the one to be continued in place.
  std::ranges::sort(matches, [&](const Match& a, const Match& b) {
    if (a.length != b.length) return a.length > b.length;
    const std::uint32_t a_length = end_of(a.sequence).length;
    const std::uint32_t b_length = end_of(b.sequence).length;
    return a_length != b_length ? a_length < b_length : a.sequence < b.sequence;
  });
  std::vector<Match> below;
  add_ends_below(*step.node, visited, step.length, below);
  const auto shorter = std::ranges::find_if(
      matches, [&](const Match& match) { return match.length < step.length; });
  matches.insert(shorter, below.begin(), below.end());
  return matches;
}

void PrefixTree::add_ends_below(const Node& node, const Node* except, std::uint32_t length,
                                std::vector<Match>& matches) const {
  for (const auto& entry : node.children) {
    const Node& child = *entry.second;
    if (&child == except) continue;
    for (const SequenceId sequence : child.ends) matches.push_back({sequence, length});
    add_ends_below(child, nullptr, length, matches);
  }
}

std::uint32_t PrefixTree::num_shared(SequenceId sequence) const {
  const auto& [node, length, scope] = end_of(sequence);
  if (node == nullptr) return 0;
  if (!node->children.empty()) return length;
  std::uint32_t shared = node->begin;
  for (const SequenceId other : node->ends) {
    if (other != sequence) shared = std::max(shared, std::min(length, end_of(other).length));
  }
  return shared;
}

bool PrefixTree::is_within_another(SequenceId sequence) const {
  return length(sequence) > 0 && num_shared(sequence) == length(sequence);
}

std::vector<SequenceId> PrefixTree::prefixes_of(SequenceId sequence) const {
  std::vector<SequenceId> prefixes;
  const End& end = end_of(sequence);
  for (const Node* node = end.node; node != nullptr; node = node->parent) {
    for (const SequenceId other : node->ends) {
      if (other != sequence && end_of(other).length <= end.length) prefixes.push_back(other);
    }
  }
  std::ranges::sort(prefixes, std::greater{}, [&](SequenceId other) { return length(other); });
  return prefixes;
}

std::size_t PrefixTree::num_nodes() const {
  std::size_t count = 0;
  std::vector<const Node*> open;
  for (const auto& entry : roots_) open.push_back(entry.second.get());
  while (!open.empty()) {
    const Node* node = open.back();
    open.pop_back();
    for (const auto& entry : node->children) open.push_back(entry.second.get());
    count += node->children.size();
  }
  return count;
}

}  // namespace samewire
