#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "grammar/grammar-rules.h"
#include "grammar/utf8-ranges.h"

namespace samewire {

/** What an alternative of a rule consists of, without its end. */
using Sequence = std::vector<GrammarElement>;
using Alternatives = std::vector<Sequence>;

/** Collects what will be the rules; equal sets and equal classes of characters are kept once. */
class RuleBuilder {
 public:
  static constexpr std::size_t kMaxElements = 1'000'000;

  std::uint32_t new_rule() {
    rules_.emplace_back();
    return static_cast<std::uint32_t>(rules_.size() - 1);
  }

  void define(std::uint32_t rule, Alternatives alternatives) {
    for (const Sequence& sequence : alternatives) num_elements_ += sequence.size() + 1;
    if (num_elements_ > kMaxElements) {
      throw invalid_grammar("The grammar is too large: at most 1,000,000 elements are taken.");
    }
    rules_[rule] = std::move(alternatives);
  }

  bool is_defined(std::uint32_t rule) const { return rules_[rule].has_value(); }

  GrammarElement bytes(const ByteSet& set) {
    const auto [place, is_new] = set_ids_.try_emplace(set, sets_.size());
    if (is_new) sets_.push_back(set);
    return {.kind = GrammarElement::Kind::kBytes,
            .value = static_cast<std::uint32_t>(place->second)};
  }

  GrammarElement byte(std::uint8_t value) {
    std::optional<GrammarElement>& known = single_bytes_[value];
    if (!known) known = bytes(ByteSet().set(value));
    return *known;
  }

  static GrammarElement rule(std::uint32_t id) {
    return {.kind = GrammarElement::Kind::kRule, .value = id};
  }

  /** One character of a class: a set of bytes if all are ASCII, otherwise a rule over UTF-8. */
  GrammarElement characters(const std::vector<CodePointRange>& ranges) {
    ByteSet ascii;
    Alternatives longer;
    for (const CodePointRange& range : ranges) {
      for (const ByteRangeSequence& sequence : to_utf8(range)) {
        if (sequence.size() == 1) {
          for (std::size_t b = sequence[0].first; b <= sequence[0].last; ++b) ascii.set(b);
          continue;
        }
        Sequence elements;
        for (const ByteRange& bytes_at : sequence) elements.push_back(bytes(set_of(bytes_at)));
        longer.push_back(std::move(elements));
      }
    }
    if (longer.empty()) return bytes(ascii);
    std::vector<std::uint32_t> key;
    for (const CodePointRange& range : ranges) key.insert(key.end(), {range.first, range.last});
    const auto known = class_rules_.find(key);
    if (known != class_rules_.end()) return rule(known->second);
    if (ascii.any()) longer.push_back({bytes(ascii)});
    const std::uint32_t id = new_rule();
    define(id, std::move(longer));
    class_rules_.emplace(std::move(key), id);
    return rule(id);
  }

  GrammarRules finish(std::uint32_t root) {
    GrammarRules result;
    result.sets = std::move(sets_);
    result.root = root;
    for (const auto& alternatives : rules_) {
      GrammarRule& target = result.rules.emplace_back();
      for (const Sequence& sequence : *alternatives) {
        target.alternatives.push_back(static_cast<std::uint32_t>(result.elements.size()));
        result.elements.insert(result.elements.end(), sequence.begin(), sequence.end());
        result.elements.push_back({});
      }
    }
    return result;
  }

 private:
  static ByteSet set_of(const ByteRange& range) {
    ByteSet set;
    for (std::size_t b = range.first; b <= range.last; ++b) set.set(b);
    return set;
  }

  std::vector<std::optional<Alternatives>> rules_;
  std::vector<ByteSet> sets_;
  std::unordered_map<ByteSet, std::size_t> set_ids_;
  std::array<std::optional<GrammarElement>, 256> single_bytes_{};
  std::map<std::vector<std::uint32_t>, std::uint32_t> class_rules_;
  std::size_t num_elements_ = 0;
};

}  // namespace samewire
