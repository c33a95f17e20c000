#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <unordered_map>
#include <vector>

#include "types.h"

namespace samewire {

/**
 * The tokens of all sequences as one radix tree for each scope: what sequences have in common is
 * there once, and the longest common prefix is found in the time it takes to read it.
 *
 * A sequence is a path from the root that may end inside an edge. So a sequence that grows alone
 * lengthens the edge it ends in, one that repeats another moves along it, and an edge is divided
 * only where two part: a token is appended in O(1) amortised.
 *
 * Invariants: a node below a root has a token, no child or at least two, and an edge no longer than
 * somebody needs. Loop thread only.
 */
class PrefixTree {
 public:
  explicit PrefixTree(std::size_t num_sequences) : ends_(num_sequences) {}

  std::uint32_t length(SequenceId sequence) const { return end_of(sequence).length; }
  /** Of an empty sequence: 0. */
  CacheScope scope(SequenceId sequence) const { return end_of(sequence).scope; }
  std::vector<Token> tokens(SequenceId sequence) const;

  /** `scope` is that of all tokens of the sequence. */
  void append(SequenceId sequence, std::span<const Token> tokens, CacheScope scope);

  /** Lets an empty sequence begin like another one. */
  void branch(SequenceId source, SequenceId target, std::uint32_t length);

  /** Leaves no more than the first `length` tokens of a sequence. */
  void cut(SequenceId sequence, std::uint32_t length);

  struct Match {
    SequenceId sequence;
    std::uint32_t length;
  };

  /**
   * The sequence that has most of the beginning of `prompt`, of those that are usable as far as
   * they have it.
   *
   * @param is_usable gets a `Match`
   */
  template <typename IsUsable>
  Match longest_match(std::span<const Token> prompt, CacheScope scope, IsUsable is_usable) const {
    const std::vector<Step> path = descend(prompt, scope);
    const Node* visited = nullptr;
    for (auto step = path.rbegin(); step != path.rend(); ++step) {
      std::vector<Match> matches = matches_at(*step, visited);
      for (const Match& match : matches) {
        if (match.length > 0 && is_usable(match)) return match;
      }
      visited = step->node;
    }
    return {0, 0};
  }

  /** How many tokens at its beginning a sequence has in common with any other. */
  std::uint32_t num_shared(SequenceId sequence) const;

  /** Whether another sequence begins with all of it. */
  bool is_within_another(SequenceId sequence) const;

  /** The other sequences that it begins with, longest first; such as are equal to it included. */
  std::vector<SequenceId> prefixes_of(SequenceId sequence) const;

  /** Nodes over all scopes, roots left out. For tests. */
  std::size_t num_nodes() const;

 private:
  struct Node {
    Node* parent = nullptr;
    /** How many tokens stand before the edge. */
    std::uint32_t begin = 0;
    std::vector<Token> edge;
    /** By the first tokens of their edges. */
    std::map<Token, std::unique_ptr<Node>> children;
    /** Sequences that end in this edge, in no order. */
    std::vector<SequenceId> ends;

    std::uint32_t end() const { return begin + static_cast<std::uint32_t>(edge.size()); }
  };

  /** Where a sequence ends; an empty one is nowhere. */
  struct End {
    Node* node = nullptr;
    std::uint32_t length = 0;
    CacheScope scope = 0;
  };

  /** A node that agrees with a prompt up to `length`. */
  struct Step {
    const Node* node;
    std::uint32_t length;
  };

  const End& end_of(SequenceId sequence) const { return ends_[static_cast<std::size_t>(sequence)]; }
  End& end_of(SequenceId sequence) { return ends_[static_cast<std::size_t>(sequence)]; }
  std::vector<Step> descend(std::span<const Token> prompt, CacheScope scope) const;
  std::vector<Match> matches_at(const Step& step, const Node* visited) const;
  void add_ends_below(const Node& node, const Node* except, std::uint32_t length,
                      std::vector<Match>& matches) const;
  void move_end(SequenceId sequence, Node* node, std::uint32_t length);
  void divide(Node& node, std::uint32_t at);
  void tidy(Node* node, CacheScope scope);
  void absorb_child(Node& node);
  void add_child(Node& node, std::span<const Token> edge);

  std::vector<End> ends_;
  /** Roots have no edge. */
  std::unordered_map<CacheScope, std::unique_ptr<Node>> roots_;
};

}  // namespace samewire
