#pragma once

#include <algorithm>
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
    std::vector<ByteRangeSequence> longer;
    for (const CodePointRange& range : ranges) {
      for (ByteRangeSequence& sequence : to_utf8(range)) {
        if (sequence.size() > 1) {
          longer.push_back(std::move(sequence));
          continue;
        }
        ascii |= set_of(sequence[0]);
      }
    }
    if (longer.empty()) return bytes(ascii);
    std::vector<std::uint32_t> key;
    for (const CodePointRange& range : ranges) key.insert(key.end(), {range.first, range.last});
    const auto known = class_rules_.find(key);
    if (known != class_rules_.end()) return rule(known->second);
    Alternatives alternatives = by_first_byte(longer);
    if (ascii.any()) alternatives.push_back({bytes(ascii)});
    const std::uint32_t id = new_rule();
    define(id, std::move(alternatives));
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
  /**
   * Alternatives of which any byte fits one at most, so that a class of hundreds of ranges is
   * followed at one place. Sequences are as short as characters: this goes three levels deep.
   */
  Alternatives by_first_byte(const std::vector<ByteRangeSequence>& sequences) {
    std::map<std::vector<ByteRangeSequence>, ByteSet, LessSequences> firsts;
    for (std::size_t byte = 0x80; byte <= 0xFF; ++byte) {
      std::vector<ByteRangeSequence> rests;
      for (const ByteRangeSequence& sequence : sequences) {
        if (byte < sequence[0].first || byte > sequence[0].last) continue;
        rests.emplace_back(sequence.begin() + 1, sequence.end());
      }
      if (!rests.empty()) firsts[std::move(rests)].set(byte);
    }
    Alternatives alternatives;
    for (const auto& [rests, set] : firsts) {
      Sequence& elements = alternatives.emplace_back(Sequence{bytes(set)});
      if (rests.front().empty()) continue;
      Alternatives inner = by_first_byte(rests);
      if (inner.size() == 1) {
        elements.insert(elements.end(), inner[0].begin(), inner[0].end());
        continue;
      }
      const std::uint32_t id = new_rule();
      define(id, std::move(inner));
      elements.push_back(rule(id));
    }
    return alternatives;
  }

  struct LessSequences {
    bool operator()(const std::vector<ByteRangeSequence>& a,
                    const std::vector<ByteRangeSequence>& b) const {
      return std::ranges::lexicographical_compare(a, b, [](const auto& one, const auto& other) {
        return std::ranges::lexicographical_compare(
            one, other, [](const ByteRange& x, const ByteRange& y) {
              return std::pair(x.first, x.last) < std::pair(y.first, y.last);
            });
      });
    }
  };

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
