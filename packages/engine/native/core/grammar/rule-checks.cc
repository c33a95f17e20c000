#include "grammar/rule-checks.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "error.h"

namespace samewire {
namespace {

using Kind = GrammarElement::Kind;

/**
 * The rules for which some alternative consists of elements that all hold, where an element that
 * names a rule holds if `is_free` says so or its rule is found to. A worklist: every alternative
 * is looked at once for each rule in it.
 */
std::vector<bool> find_rules(const GrammarRules& rules,
                             const std::function<bool(const GrammarElement&)>& is_blocking,
                             const std::function<bool(const GrammarElement&)>& is_free) {
  struct Alternative {
    std::uint32_t rule;
    std::uint32_t num_open = 0;
  };
  std::vector<Alternative> alternatives;
  std::vector<std::vector<std::uint32_t>> used_by(rules.rules.size());
  std::vector<bool> found(rules.rules.size(), false);
  std::vector<std::uint32_t> fresh;
  const auto find = [&](std::uint32_t rule) {
    if (found[rule]) return;
    found[rule] = true;
    fresh.push_back(rule);
  };
  for (std::uint32_t rule = 0; rule < rules.rules.size(); ++rule) {
    for (const std::uint32_t begin : rules.rules[rule].alternatives) {
      Alternative alternative{.rule = rule};
      const auto index = static_cast<std::uint32_t>(alternatives.size());
      bool is_blocked = false;
      for (auto at = begin; rules.elements[at].kind != Kind::kEnd; ++at) {
        const GrammarElement& element = rules.elements[at];
        if (is_blocking(element)) is_blocked = true;
        if (element.kind == Kind::kBytes || is_free(element)) continue;
        ++alternative.num_open;
        used_by[element.value].push_back(index);
      }
      if (is_blocked) alternative.num_open = GrammarElement::kUnbounded;
      alternatives.push_back(alternative);
      if (alternative.num_open == 0) find(rule);
    }
  }
  while (!fresh.empty()) {
    const std::uint32_t rule = fresh.back();
    fresh.pop_back();
    for (const std::uint32_t index : used_by[rule]) {
      Alternative& alternative = alternatives[index];
      if (alternative.num_open != GrammarElement::kUnbounded && --alternative.num_open == 0) {
        find(alternative.rule);
      }
    }
  }
  return found;
}

bool may_be_left_out(const GrammarElement& element) {
  return element.kind == Kind::kRepeat && element.min == 0;
}

enum class Mark : std::uint8_t { kNew, kOpen, kDone };

/** Whether a walk along edges can come back to where it was. */
bool has_cycle(const std::vector<std::vector<std::uint32_t>>& edges) {
  std::vector<Mark> marks(edges.size(), Mark::kNew);
  struct Visit {
    std::uint32_t node;
    std::size_t next;
  };
  for (std::uint32_t first = 0; first < edges.size(); ++first) {
    if (marks[first] != Mark::kNew) continue;
    std::vector<Visit> path{{first, 0}};
    marks[first] = Mark::kOpen;
    while (!path.empty()) {
      Visit& visit = path.back();
      if (visit.next == edges[visit.node].size()) {
        marks[visit.node] = Mark::kDone;
        path.pop_back();
        continue;
      }
      const std::uint32_t to = edges[visit.node][visit.next++];
      if (marks[to] == Mark::kOpen) return true;
      if (marks[to] == Mark::kDone) continue;
      marks[to] = Mark::kOpen;
      path.push_back({to, 0});
    }
  }
  return false;
}

}  // namespace

void refuse_left_recursion(const GrammarRules& rules) {
  const std::vector<bool> is_nullable = find_rules(
      rules, [](const GrammarElement& element) { return element.kind == Kind::kBytes; },
      may_be_left_out);
  // What a rule may begin with, as edges; a cycle of them is left recursion.
  std::vector<std::vector<std::uint32_t>> begins_with(rules.rules.size());
  for (std::size_t rule = 0; rule < rules.rules.size(); ++rule) {
    for (const std::uint32_t begin : rules.rules[rule].alternatives) {
      for (auto at = begin;; ++at) {
        const GrammarElement& element = rules.elements[at];
        if (element.kind == Kind::kEnd || element.kind == Kind::kBytes) break;
        begins_with[rule].push_back(element.value);
        if (!may_be_left_out(element) && !is_nullable[element.value]) break;
      }
    }
  }
  if (has_cycle(begins_with)) {
    throw invalid_grammar("The grammar cannot be used: a rule begins with itself "
                          "(left recursion).");
  }
}

void remove_endless_alternatives(GrammarRules& rules) {
  const std::vector<bool> has_end = find_rules(
      rules,
      [&](const GrammarElement& element) {
        return element.kind == Kind::kBytes && rules.sets[element.value].none();
      },
      may_be_left_out);
  if (!has_end[rules.root]) {
    throw invalid_grammar("The grammar cannot be used: no text fits it.");
  }
  for (GrammarRule& rule : rules.rules) {
    std::erase_if(rule.alternatives, [&](std::uint32_t begin) {
      for (auto at = begin; rules.elements[at].kind != Kind::kEnd; ++at) {
        const GrammarElement& element = rules.elements[at];
        if (element.kind == Kind::kBytes && rules.sets[element.value].none()) return true;
        if (element.kind == Kind::kRule && !has_end[element.value]) return true;
        if (element.kind == Kind::kRepeat && element.min > 0 && !has_end[element.value]) {
          return true;
        }
      }
      return false;
    });
  }
  // What may be left out and cannot be completed is left out.
  for (GrammarElement& element : rules.elements) {
    if (element.kind == Kind::kRepeat && !has_end[element.value]) element.max = 0;
  }
}

}  // namespace samewire
