#include "grammar/grammar-matcher.h"

#include <utility>

namespace samewire {
namespace {

/** Sets of tokens kept per grammar: 19 KB each with 150,000 tokens. */
constexpr std::size_t kMaxKeptSets = 512;

}  // namespace

GrammarMatcher::GrammarMatcher(std::shared_ptr<Grammar> grammar)
    : grammar_(std::move(grammar)), memory_(grammar_->memory()) {
  const auto start = memory_->automaton.start();
  failed_ = !start;
  state_ = start.value_or(ByteAutomaton::kDead);
}

bool GrammarMatcher::allows(std::string_view piece) {
  if (failed_ || piece.empty()) return false;
  return follow(piece).value_or(ByteAutomaton::kDead) != ByteAutomaton::kDead;
}

const TokenSet* GrammarMatcher::allowed_tokens() {
  if (failed_) return nullptr;
  renew_memory();
  if (failed_) return nullptr;
  auto& kept = memory_->allowed;
  const auto known = kept.find(state_);
  if (known != kept.end()) return &known->second;
  auto found = grammar_->tokens().allowed_tokens(memory_->automaton, state_);
  if (!found) {
    failed_ = true;
    return nullptr;
  }
  if (kept.size() >= kMaxKeptSets) kept.clear();
  return &kept.emplace(state_, std::move(*found)).first->second;
}

void GrammarMatcher::accept(std::string_view piece) {
  renew_memory();
  const auto next = follow(piece);
  failed_ = failed_ || !next;
  state_ = next.value_or(ByteAutomaton::kDead);
}

bool GrammarMatcher::is_complete() const { return memory_->automaton.is_complete(state_); }

bool GrammarMatcher::may_go_on() const { return memory_->automaton.may_go_on(state_); }

std::optional<ByteAutomaton::State> GrammarMatcher::follow(std::string_view piece) {
  ByteAutomaton::State state = state_;
  for (const char byte : piece) {
    const auto next = memory_->automaton.step(state, static_cast<std::uint8_t>(byte));
    if (!next) {
      failed_ = true;
      return std::nullopt;
    }
    state = *next;
    if (state == ByteAutomaton::kDead) break;
  }
  return state;
}

// The grammar's memory may have been begun anew; the old one is freed when its last user is gone.
void GrammarMatcher::renew_memory() {
  const auto& current = grammar_->memory();
  if (current == memory_) return;
  const auto moved = current->automaton.import(memory_->automaton, state_);
  failed_ = failed_ || !moved;
  state_ = moved.value_or(ByteAutomaton::kDead);
  memory_ = current;
}

}  // namespace samewire
