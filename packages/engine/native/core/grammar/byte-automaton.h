#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "grammar/grammar-rules.h"

namespace samewire {

/**
 * Follows a grammar byte by byte. A state is a set of stacks of places in rules; stacks share
 * their lower parts, states are kept once, and where a byte leads is remembered, so that a
 * well-trodden path costs one look-up a byte. One thread at a time.
 *
 * Its memory only grows: who owns it replaces it when `is_large()`, and carries states over.
 */
class ByteAutomaton {
 public:
  using State = std::uint32_t;
  /** Where no text of the grammar goes. */
  static constexpr State kDead = 0;

  explicit ByteAutomaton(std::shared_ptr<const GrammarRules> rules);

  /** Absent if even the beginning has too many readings. */
  std::optional<State> start();

  /** Where a byte leads; absent if the text has more readings at once than are followed. */
  std::optional<State> step(State state, std::uint8_t byte) {
    const std::int32_t known = states_[state].next[byte];
    if (known >= 0) return static_cast<State>(known);
    return compute_step(state, byte);
  }

  /** Whether the text so far is complete. */
  bool is_complete(State state) const { return states_[state].is_complete; }
  /** Whether anything can follow the text so far. */
  bool may_go_on(State state) const { return states_[state].num_places > 0; }

  bool is_large() const { return num_bytes() > kLargeBytes; }
  /** Stacks looked at since the beginning: what following has cost. */
  std::uint64_t work() const { return work_; }

  /** The state of another automaton of the same rules, in this one. */
  std::optional<State> import(const ByteAutomaton& other, State state);

 private:
  /** A place in a rule, and the stack to go on with after that rule. 0 is the empty stack. */
  using StackId = std::uint32_t;
  struct Stack {
    /** The element that comes next. */
    std::uint32_t element;
    /** How often that element has been repeated, if it is one that is. */
    std::uint32_t count;
    StackId parent;
    bool operator==(const Stack&) const = default;
  };
  struct HashStack {
    std::size_t operator()(const Stack& stack) const;
  };
  struct StateData {
    /** Stacks whose next element is a set of bytes: a part of `places_`. */
    std::uint32_t first_place;
    std::uint32_t num_places;
    bool is_complete;
    /** Next states by byte; -1 where not yet computed. */
    std::array<std::int32_t, 256> next;
  };

  static constexpr std::size_t kLargeBytes = 16U << 20U;
  /** Beyond this not even one step is finished. */
  static constexpr std::size_t kMaxBytes = 64U << 20U;
  static constexpr std::size_t kMaxReadings = 100'000;

  std::size_t num_bytes() const {
    return states_.size() * sizeof(StateData) + places_.size() * sizeof(StackId) +
           stacks_.size() * (sizeof(Stack) + 48);
  }
  std::optional<State> compute_step(State state, std::uint8_t byte);
  StackId push(const Stack& stack);
  /** Makes a state of everything that can be reached from `open_` without a byte. */
  std::optional<State> close();
  void expand(const Stack& stack);
  void enter(std::uint32_t rule, StackId parent);
  StackId after(const Stack& stack);
  State find_or_add(bool is_complete);

  std::shared_ptr<const GrammarRules> rules_;
  std::vector<Stack> stacks_;
  std::unordered_map<Stack, StackId, HashStack> stack_ids_;
  std::vector<StackId> places_;
  std::vector<StateData> states_;
  std::unordered_multimap<std::size_t, State> state_ids_;
  std::uint64_t work_ = 0;
  /** Scratch of `close`: stacks to look at, those seen (by round), and those that stay. */
  std::vector<StackId> open_;
  std::vector<std::uint32_t> seen_;
  std::uint32_t round_ = 0;
  std::vector<StackId> found_;
  std::size_t num_opened_ = 0;
};

}  // namespace samewire
