#include "grammar/byte-automaton.h"

#include <algorithm>
#include <utility>

namespace samewire {
namespace {

using Kind = GrammarElement::Kind;

constexpr std::size_t kGoldenRatio = 0x9E3779B97F4A7C15ULL;

std::size_t mix(std::size_t hash, std::size_t value) {
  hash = (hash ^ value) * kGoldenRatio;
  return hash ^ (hash >> 32U);
}

}  // namespace

std::size_t ByteAutomaton::HashStack::operator()(const Stack& stack) const {
  return mix(mix(mix(0, stack.element), stack.count), stack.parent);
}

ByteAutomaton::ByteAutomaton(std::shared_ptr<const GrammarRules> rules)
    : rules_(std::move(rules)) {
  stacks_.push_back({.element = 0, .count = 0, .parent = 0});
  StateData& dead = states_.emplace_back();
  dead.first_place = 0;
  dead.num_places = 0;
  dead.is_complete = false;
  dead.next.fill(static_cast<std::int32_t>(kDead));
}

std::optional<ByteAutomaton::State> ByteAutomaton::start() {
  open_.clear();
  num_opened_ = 0;
  enter(rules_->root, 0);
  return close();
}

std::optional<ByteAutomaton::State> ByteAutomaton::compute_step(State state, std::uint8_t byte) {
  if (num_bytes() > kMaxBytes) return std::nullopt;
  open_.clear();
  num_opened_ = 0;
  const StateData& from = states_[state];
  for (std::uint32_t i = 0; i < from.num_places; ++i) {
    const Stack stack = stacks_[places_[from.first_place + i]];
    const GrammarElement& element = rules_->elements[stack.element];
    if (rules_->sets[element.value][byte]) open_.push_back(after(stack));
  }
  work_ += from.num_places;
  State next = kDead;
  if (!open_.empty()) {
    const std::optional<State> found = close();
    if (!found) return std::nullopt;
    next = *found;
  }
  states_[state].next[byte] = static_cast<std::int32_t>(next);
  return next;
}

ByteAutomaton::StackId ByteAutomaton::push(const Stack& stack) {
  const auto next = static_cast<StackId>(stacks_.size());
  const auto [place, is_new] = stack_ids_.try_emplace(stack, next);
  if (is_new) stacks_.push_back(stack);
  return place->second;
}

/** The stack once its next element is done. A rule that ends there leaves no trace. */
ByteAutomaton::StackId ByteAutomaton::after(const Stack& stack) {
  if (rules_->elements[stack.element + 1].kind == Kind::kEnd) return stack.parent;
  return push({.element = stack.element + 1, .count = 0, .parent = stack.parent});
}

void ByteAutomaton::enter(std::uint32_t rule, StackId parent) {
  for (const std::uint32_t begin : rules_->rules[rule].alternatives) {
    if (rules_->elements[begin].kind == Kind::kEnd) {
      open_.push_back(parent);
    } else {
      open_.push_back(push({.element = begin, .count = 0, .parent = parent}));
    }
    ++num_opened_;
  }
}

void ByteAutomaton::expand(const Stack& stack) {
  const GrammarElement& element = rules_->elements[stack.element];
  if (element.kind == Kind::kRule) {
    enter(element.value, after(stack));
    return;
  }
  if (stack.count >= element.min || element.max == 0) open_.push_back(after(stack));
  if (stack.count >= element.max) return;
  // Without an upper bound nothing depends on counting beyond the lower one.
  const std::uint32_t next_count = element.max == GrammarElement::kUnbounded
                                       ? std::min(stack.count + 1, element.min)
                                       : stack.count + 1;
  if (next_count == element.max) {
    enter(element.value, after(stack));
    return;
  }
  enter(element.value,
        push({.element = stack.element, .count = next_count, .parent = stack.parent}));
}

std::optional<ByteAutomaton::State> ByteAutomaton::close() {
  ++round_;
  found_.clear();
  bool is_complete = false;
  while (!open_.empty()) {
    const StackId id = open_.back();
    open_.pop_back();
    if (id == 0) {
      is_complete = true;
      continue;
    }
    if (seen_.size() < stacks_.size()) seen_.resize(stacks_.size() * 2, 0);
    if (seen_[id] == round_) continue;
    seen_[id] = round_;
    if (++num_opened_ > kMaxReadings) return std::nullopt;
    const Stack stack = stacks_[id];
    if (rules_->elements[stack.element].kind == Kind::kBytes) {
      found_.push_back(id);
    } else {
      expand(stack);
    }
  }
  work_ += num_opened_;
  if (found_.empty() && !is_complete) return kDead;
  std::ranges::sort(found_);
  return find_or_add(is_complete);
}

ByteAutomaton::State ByteAutomaton::find_or_add(bool is_complete) {
  std::size_t hash = is_complete ? 1 : 2;
  for (const StackId id : found_) hash = mix(hash, id);
  const auto [begin, end] = state_ids_.equal_range(hash);
  for (auto known = begin; known != end; ++known) {
    const StateData& state = states_[known->second];
    const std::span<const StackId> places(places_.data() + state.first_place, state.num_places);
    if (state.is_complete == is_complete && std::ranges::equal(places, found_)) {
      return known->second;
    }
  }
  const auto id = static_cast<State>(states_.size());
  StateData& state = states_.emplace_back();
  state.first_place = static_cast<std::uint32_t>(places_.size());
  state.num_places = static_cast<std::uint32_t>(found_.size());
  state.is_complete = is_complete;
  state.next.fill(-1);
  places_.insert(places_.end(), found_.begin(), found_.end());
  state_ids_.emplace(hash, id);
  return id;
}

std::optional<ByteAutomaton::State> ByteAutomaton::import(const ByteAutomaton& other,
                                                          State state) {
  const StateData& from = other.states_[state];
  if (state == kDead) return kDead;
  std::unordered_map<StackId, StackId> moved{{0, 0}};
  found_.clear();
  for (std::uint32_t i = 0; i < from.num_places; ++i) {
    // From the stack's top down to what is known already, then up again.
    std::vector<StackId> path;
    StackId at = other.places_[from.first_place + i];
    while (!moved.contains(at)) {
      path.push_back(at);
      at = other.stacks_[at].parent;
    }
    StackId parent = moved.at(at);
    for (auto id = path.rbegin(); id != path.rend(); ++id) {
      Stack stack = other.stacks_[*id];
      stack.parent = parent;
      parent = push(stack);
      moved.emplace(*id, parent);
    }
    found_.push_back(parent);
  }
  std::ranges::sort(found_);
  if (num_bytes() > kMaxBytes) return std::nullopt;
  return find_or_add(from.is_complete);
}

}  // namespace samewire
