#include "schedule/kv-cache.h"

#include <algorithm>
#include <cassert>

namespace samewire {
namespace {

std::size_t common_prefix(std::span<const Token> a, std::span<const Token> b) {
  return static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
}

}  // namespace

KvCache::KvCache(ModelRunner& runner, std::uint32_t max_kept_cells)
    : runner_(runner),
      memory_(runner.limits().memory),
      max_kept_cells_(max_kept_cells),
      sequences_(runner.limits().num_sequences),
      cells_(runner.limits().num_cells) {
  free_cells_.reserve(cells_.size());
  for (std::size_t i = cells_.size(); i > 0; --i) {
    free_cells_.push_back(static_cast<CellIndex>(i - 1));
  }
}

std::uint32_t KvCache::num_free() const {
  return memory_.is_pooled ? num_cells() - num_used_ : num_cells();
}

std::uint32_t KvCache::num_available() const {
  return memory_.is_pooled ? num_cells() - num_held_ : num_cells();
}

KvCache::Prefix KvCache::find_prefix(std::span<const Token> prompt, CacheScope scope) const {
  Prefix best{0, 0};
  if (prompt.empty()) return best;
  // The last token is computed again in any case: its logits are not kept.
  const std::span<const Token> reusable = prompt.first(prompt.size() - 1);
  for (std::size_t i = 0; i < sequences_.size(); ++i) {
    const Sequence& sequence = sequences_[i];
    if (sequence.scope != scope || sequence.tokens.size() <= best.length) continue;
    if (sequence.held && !memory_.can_share && !memory_.can_snapshot) continue;
    const std::size_t length = common_prefix(sequence.tokens, reusable);
    if (!memory_.can_cut && length != sequence.tokens.size()) continue;
    if (length > best.length) best = {i, length};
  }
  return best;
}

std::uint32_t KvCache::count_cached(std::span<const Token> prompt, CacheScope scope) const {
  return static_cast<std::uint32_t>(find_prefix(prompt, scope).length);
}

std::optional<std::size_t> KvCache::find_empty() const {
  for (std::size_t i = 0; i < sequences_.size(); ++i) {
    if (!sequences_[i].held && sequences_[i].tokens.empty()) return i;
  }
  return std::nullopt;
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
  const auto empty = find_empty();
  if (prefix.length > 0 && !source.held) {
    // A source that the prompt continues has nothing to lose by being continued in place, where
    // it can be cut back later.
    const bool continues = prefix.length == source.tokens.size();
    if (memory_.can_cut && continues) return prefix.source;
    if (!memory_.can_share && !(memory_.can_snapshot && empty)) return prefix.source;
  }
  return empty ? *empty : longest_unused();
}

KvCache::Claim KvCache::claim(std::span<const Token> prompt, CacheScope scope) {
  Prefix prefix = find_prefix(prompt, scope);
  const std::size_t index = choose_target(prefix);
  if (index == prefix.source && prefix.length > 0) {
    cut(index, prefix.length);
  } else {
    cut(index, 0);
    if (prefix.length > 0) copy_prefix(prefix, index);
  }
  Sequence& target = sequences_[index];
  target.scope = scope;
  target.last_used = ++clock_;
  hold(index);
  return {static_cast<SequenceId>(index), static_cast<std::uint32_t>(prefix.length)};
}

void KvCache::copy_prefix(const Prefix& prefix, std::size_t index) {
  Sequence& source = sequences_[prefix.source];
  Sequence& target = sequences_[index];
  const auto end = static_cast<std::ptrdiff_t>(prefix.length);
  target.tokens.assign(source.tokens.begin(), source.tokens.begin() + end);
  target.cells.assign(source.cells.begin(), source.cells.begin() + end);
  for (const CellIndex cell : target.cells) ++cells_[cell].num_sharers;
  source.last_used = ++clock_;
  runner_.share_prefix(static_cast<SequenceId>(prefix.source), static_cast<SequenceId>(index),
                       static_cast<Position>(prefix.length));
}

void KvCache::append(SequenceId sequence, std::span<const Token> tokens) {
  Sequence& target = sequences_[static_cast<std::size_t>(sequence)];
  assert(target.held);
  target.tokens.insert(target.tokens.end(), tokens.begin(), tokens.end());
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const CellIndex cell = take_cell();
    cells_[cell].num_holders = 1;
    ++num_held_;
    target.cells.push_back(cell);
  }
}

void KvCache::keep_snapshot(SequenceId sequence) {
  if (memory_.can_cut || !memory_.can_snapshot) return;
  const auto source = static_cast<std::size_t>(sequence);
  if (sequences_[source].tokens.empty()) return;
  const Sequence& live = sequences_[source];
  const auto is_kept = [&](const Sequence& other) {
    return !other.held && other.scope == live.scope && other.tokens == live.tokens;
  };
  if (std::ranges::any_of(sequences_, is_kept)) return;
  const auto empty = find_empty();
  if (!empty) return;
  copy_prefix({source, live.tokens.size()}, *empty);
  sequences_[*empty].scope = live.scope;
  sequences_[*empty].last_used = ++clock_;
}

void KvCache::release(SequenceId sequence) {
  const auto index = static_cast<std::size_t>(sequence);
  unhold(index);
  sequences_[index].last_used = ++clock_;
  drop_redundant(index);
  while (num_kept() > max_kept_cells_ && evict_longest_unused()) {
  }
}

void KvCache::clear(SequenceId sequence) { cut(static_cast<std::size_t>(sequence), 0); }

void KvCache::make_room(std::uint32_t num_cells) {
  while (num_free() < num_cells && evict_longest_unused()) {
  }
}

/** Whether everything that `inner` offers is found in `outer` as well. */
bool KvCache::is_within(const Sequence& inner, const Sequence& outer) const {
  return inner.scope == outer.scope && inner.tokens.size() <= outer.tokens.size() &&
         std::ranges::equal(inner.tokens, std::span(outer.tokens).first(inner.tokens.size()));
}

// Of two sequences one of which begins like the other, the longer one is enough, if it can be
// shared from any point.
void KvCache::drop_redundant(std::size_t released) {
  if (!memory_.can_share || !memory_.can_cut || sequences_[released].tokens.empty()) return;
  for (std::size_t i = 0; i < sequences_.size(); ++i) {
    if (i == released || sequences_[i].tokens.empty()) continue;
    if (is_within(sequences_[released], sequences_[i])) {
      cut(released, 0);
      return;
    }
    if (!sequences_[i].held && is_within(sequences_[i], sequences_[released])) cut(i, 0);
  }
}

std::uint32_t KvCache::num_cells_of_its_own(const Sequence& sequence) const {
  return static_cast<std::uint32_t>(std::ranges::count_if(
      sequence.cells, [&](CellIndex cell) { return cells_[cell].num_sharers == 1; }));
}

/** Gives up one released sequence; false if there is none that has cells. */
bool KvCache::evict_longest_unused() {
  std::optional<std::size_t> victim;
  for (std::size_t i = 0; i < sequences_.size(); ++i) {
    const Sequence& sequence = sequences_[i];
    if (sequence.held || sequence.tokens.empty()) continue;
    if (!victim || sequence.last_used < sequences_[*victim].last_used) victim = i;
  }
  if (!victim) return false;
  ++totals_.num_evictions;
  totals_.num_evicted_tokens += num_cells_of_its_own(sequences_[*victim]);
  cut(*victim, 0);
  return true;
}

std::uint32_t KvCache::length(SequenceId sequence) const {
  return static_cast<std::uint32_t>(sequences_[static_cast<std::size_t>(sequence)].tokens.size());
}

bool KvCache::has_released() const {
  return std::ranges::any_of(sequences_, [](const Sequence& s) { return !s.held; });
}

void KvCache::hold(std::size_t index) {
  sequences_[index].held = true;
  for (const CellIndex cell : sequences_[index].cells) {
    if (cells_[cell].num_holders++ == 0) ++num_held_;
  }
}

void KvCache::unhold(std::size_t index) {
  sequences_[index].held = false;
  for (const CellIndex cell : sequences_[index].cells) {
    if (--cells_[cell].num_holders == 0) --num_held_;
  }
}

void KvCache::cut(std::size_t index, std::size_t length) {
  Sequence& sequence = sequences_[index];
  if (sequence.tokens.size() <= length) return;
  for (std::size_t i = length; i < sequence.cells.size(); ++i) {
    const CellIndex cell = sequence.cells[i];
    if (sequence.held && --cells_[cell].num_holders == 0) --num_held_;
    drop_cell(cell);
  }
  sequence.tokens.resize(length);
  sequence.cells.resize(length);
  runner_.remove_from(static_cast<SequenceId>(index), static_cast<Position>(length));
}

KvCache::CellIndex KvCache::take_cell() {
  assert(!free_cells_.empty());
  const CellIndex cell = free_cells_.back();
  free_cells_.pop_back();
  cells_[cell] = {.num_sharers = 1, .num_holders = 0};
  ++num_used_;
  return cell;
}

void KvCache::drop_cell(CellIndex cell) {
  if (--cells_[cell].num_sharers > 0) return;
  free_cells_.push_back(cell);
  --num_used_;
}

}  // namespace samewire
