#include "schedule/kv-cache.h"

#include <algorithm>
#include <cassert>

namespace samewire {
namespace {

std::size_t common_prefix(std::span<const Token> a, std::span<const Token> b) {
  return static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
}

}  // namespace

KvCache::KvCache(ModelRunner& runner)
    : runner_(runner),
      memory_(runner.limits().memory),
      sequences_(runner.limits().num_sequences),
      sharers_(runner.limits().num_cells, 0) {
  free_cells_.reserve(sharers_.size());
  for (std::size_t i = sharers_.size(); i > 0; --i) free_cells_.push_back(static_cast<Cell>(i - 1));
}

std::uint32_t KvCache::num_free() const {
  return memory_.is_pooled ? num_cells() - num_used_ : num_cells();
}

std::uint32_t KvCache::num_available() const {
  if (!memory_.is_pooled) return num_cells();
  // A cell that a held sequence shares stays when the released sharer goes.
  std::vector<bool> is_held(sharers_.size(), false);
  std::uint32_t num_held = 0;
  for (const Sequence& sequence : sequences_) {
    if (!sequence.held) continue;
    for (const Cell cell : sequence.cells) {
      if (!is_held[cell]) ++num_held;
      is_held[cell] = true;
    }
  }
  return num_cells() - num_held;
}

KvCache::Prefix KvCache::find_prefix(std::span<const Token> prompt) const {
  Prefix best{0, 0};
  if (prompt.empty()) return best;
  // The last token is computed again in any case: its logits are not kept.
  const std::span<const Token> reusable = prompt.first(prompt.size() - 1);
  for (std::size_t i = 0; i < sequences_.size(); ++i) {
    const Sequence& sequence = sequences_[i];
    const std::size_t length = common_prefix(sequence.tokens, reusable);
    if (!memory_.can_share && sequence.held) continue;
    if (!memory_.can_cut && length != sequence.tokens.size()) continue;
    if (length > best.length) best = {i, length};
  }
  return best;
}

std::uint32_t KvCache::count_cached(std::span<const Token> prompt) const {
  return static_cast<std::uint32_t>(find_prefix(prompt).length);
}

std::size_t KvCache::longest_unused() const {
  std::size_t oldest = sequences_.size();
  for (std::size_t i = 0; i < sequences_.size(); ++i) {
    if (sequences_[i].held) continue;
    if (oldest == sequences_.size() || sequences_[i].last_used < sequences_[oldest].last_used) {
      oldest = i;
    }
  }
  assert(oldest < sequences_.size());
  return oldest;
}

std::size_t KvCache::choose_target(const Prefix& prefix) const {
  const Sequence& source = sequences_[prefix.source];
  // A source that the prompt continues has nothing to lose by being continued in place, and
  // where nothing can be shared, in place is the only way to use it.
  const bool continues = prefix.length == source.tokens.size() || !memory_.can_share;
  return prefix.length > 0 && continues && !source.held ? prefix.source : longest_unused();
}

KvCache::Claim KvCache::claim(std::span<const Token> prompt) {
  const Prefix prefix = find_prefix(prompt);
  const std::size_t index = choose_target(prefix);
  Sequence& target = sequences_[index];
  if (index == prefix.source) {
    cut(index, prefix.length);
  } else {
    cut(index, 0);
    if (prefix.length > 0) {
      const Sequence& source = sequences_[prefix.source];
      const auto end = static_cast<std::ptrdiff_t>(prefix.length);
      target.tokens.assign(source.tokens.begin(), source.tokens.begin() + end);
      target.cells.assign(source.cells.begin(), source.cells.begin() + end);
      for (const Cell cell : target.cells) ++sharers_[cell];
      runner_.share_prefix(static_cast<SequenceId>(prefix.source), static_cast<SequenceId>(index),
                           static_cast<Position>(prefix.length));
    }
  }
  target.held = true;
  target.last_used = ++clock_;
  return {static_cast<SequenceId>(index), static_cast<std::uint32_t>(prefix.length)};
}

void KvCache::append(SequenceId sequence, std::span<const Token> tokens) {
  Sequence& target = sequences_[static_cast<std::size_t>(sequence)];
  target.tokens.insert(target.tokens.end(), tokens.begin(), tokens.end());
  for (std::size_t i = 0; i < tokens.size(); ++i) target.cells.push_back(take_cell());
}

void KvCache::release(SequenceId sequence) {
  Sequence& target = sequences_[static_cast<std::size_t>(sequence)];
  target.held = false;
  target.last_used = ++clock_;
}

void KvCache::clear(SequenceId sequence) { cut(static_cast<std::size_t>(sequence), 0); }

void KvCache::make_room(std::uint32_t num_cells) {
  while (num_free() < num_cells) {
    std::size_t victim = sequences_.size();
    for (std::size_t i = 0; i < sequences_.size(); ++i) {
      const Sequence& sequence = sequences_[i];
      if (sequence.held || sequence.tokens.empty()) continue;
      if (victim == sequences_.size() || sequence.last_used < sequences_[victim].last_used) {
        victim = i;
      }
    }
    if (victim == sequences_.size()) return;
    cut(victim, 0);
  }
}

std::uint32_t KvCache::length(SequenceId sequence) const {
  return static_cast<std::uint32_t>(sequences_[static_cast<std::size_t>(sequence)].tokens.size());
}

bool KvCache::has_released() const {
  return std::ranges::any_of(sequences_, [](const Sequence& s) { return !s.held; });
}

void KvCache::cut(std::size_t index, std::size_t length) {
  Sequence& sequence = sequences_[index];
  if (sequence.tokens.size() <= length) return;
  for (std::size_t i = length; i < sequence.cells.size(); ++i) drop_cell(sequence.cells[i]);
  sequence.tokens.resize(length);
  sequence.cells.resize(length);
  runner_.remove_from(static_cast<SequenceId>(index), static_cast<Position>(length));
}

KvCache::Cell KvCache::take_cell() {
  assert(!free_cells_.empty());
  const Cell cell = free_cells_.back();
  free_cells_.pop_back();
  sharers_[cell] = 1;
  ++num_used_;
  return cell;
}

void KvCache::drop_cell(Cell cell) {
  if (--sharers_[cell] > 0) return;
  free_cells_.push_back(cell);
  --num_used_;
}

}  // namespace samewire
