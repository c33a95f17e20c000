#include "schedule/kv-cache.h"

#include <algorithm>
#include <cassert>
#include <functional>
#include <numeric>

#include "media/media-token.h"
#include "schedule/keep-value.h"

namespace samewire {
namespace {

/**
 * Kept cells that stay beside requests that run. Measured with a model of 0.6 B on two cores, a row
 * passes over a cell in 1.4 us, and a cell is copied to RAM and back in 90: so after some sixty steps
 * it has cost more.
 */
constexpr std::uint32_t kMaxKeptBeside = 64;

/** What copying that may take of a step: a request that begins waits for it, and it can go on later. */
constexpr double kRetireMs = 20.0;

}  // namespace

KvCache::KvCache(ModelRunner& runner, std::uint32_t max_kept_cells, const OffloadOptions& offload)
    : runner_(runner),
      memory_(runner.limits().memory),
      max_kept_cells_(max_kept_cells),
      sequences_(runner.limits().num_sequences),
      tree_(sequences_.size()),
      cells_(runner.limits().num_cells),
      closes_gaps_(runner.limits().passes_all_cells && memory_.saving == Saving::kRuns) {
  if (memory_.saving != Saving::kNone && offload.ram_bytes > 0) {
    mover_ = std::make_unique<CellMover>(runner, offload);
    // A state is copied as a whole, each time.
    const bool is_cheap = memory_.is_pooled && memory_.can_share && memory_.can_cut;
    if (runner.limits().passes_all_cells && is_cheap) max_kept_beside_ = kMaxKeptBeside;
  }
  free_cells_.resize(cells_.size());
  std::iota(free_cells_.begin(), free_cells_.end(), CellIndex{0});
}

std::uint32_t KvCache::num_free() const {
  return memory_.is_pooled ? num_cells() - num_used_ : num_cells();
}

std::uint32_t KvCache::num_available() const {
  return memory_.is_pooled ? num_cells() - num_held_ : num_cells();
}

KvCache::Prefix KvCache::find_prefix(std::span<const Token> prompt, CacheScope scope) const {
  if (prompt.empty()) return {0, 0};
  // The last token is computed again in any case: its logits are not kept.
  std::span<const Token> reusable = prompt.first(prompt.size() - 1);
  const auto is_usable = [&](const PrefixTree::Match& match) {
    const bool is_held = sequences_[static_cast<std::size_t>(match.sequence)].held;
    if (is_held && !memory_.can_share && !memory_.can_snapshot) return false;
    if (!memory_.can_cut && match.length != length(match.sequence)) return false;
    return runner_.is_intact(match.sequence, static_cast<Position>(match.length));
  };
  for (;;) {
    const PrefixTree::Match match = tree_.longest_match(reusable, scope, is_usable);
    const std::size_t length = whole_chunks(prompt, match.length);
    if (length == match.length) return {static_cast<std::size_t>(match.sequence), length};
    reusable = prompt.first(length);
  }
}

std::uint32_t KvCache::count_cached(std::span<const Token> prompt, CacheScope scope) const {
  return static_cast<std::uint32_t>(find_prefix(prompt, scope).length);
}

std::optional<std::size_t> KvCache::find_empty() const {
  for (std::size_t i = 0; i < sequences_.size(); ++i) {
    if (!sequences_[i].held && sequences_[i].cells.empty()) return i;
  }
  return std::nullopt;
}

/** What a released sequence is worth, for its cells or as a sequence (keep-value.h). */
double KvCache::value_of(std::size_t index, bool for_its_cells) const {
  const Sequence& sequence = sequences_[index];
  const auto id = static_cast<SequenceId>(index);
  std::uint32_t num_had_by_others = tree_.num_shared(id);
  if (!memory_.can_cut) {
    const std::vector<SequenceId> others = tree_.prefixes_of(id);
    num_had_by_others = others.empty() ? 0 : tree_.length(others.front());
  }
  std::uint64_t num_uses_lost = 0;
  for (std::size_t i = num_had_by_others; i < sequence.cells.size(); ++i) {
    num_uses_lost += std::min(cells_[sequence.cells[i]].num_uses, kMaxCountedUses);
  }
  return keep_value({.num_uses_lost = num_uses_lost,
                     .num_cells_freed = for_its_cells ? num_cells_of_its_own(sequence) : 1,
                     .age = clock_ + 1 - sequence.last_used});
}

std::optional<std::size_t> KvCache::least_worth_keeping(bool for_its_cells,
                                                        std::optional<std::size_t> but) const {
  std::optional<std::size_t> least;
  double lowest = 0.0;
  for (std::size_t i = 0; i < sequences_.size(); ++i) {
    if (i == but || sequences_[i].held) continue;
    if (for_its_cells && sequences_[i].cells.empty()) continue;
    const double value = value_of(i, for_its_cells);
    const auto is_older = [&] { return sequences_[i].last_used < sequences_[*least].last_used; };
    if (least && (value > lowest || (value == lowest && !is_older()))) continue;
    least = i;
    lowest = value;
  }
  return least;
}

std::size_t KvCache::choose_target(const Prefix& prefix) const {
  const Sequence& source = sequences_[prefix.source];
  const auto empty = find_empty();
  if (prefix.length > 0 && !source.held) {
    // A source that the prompt continues has nothing to lose by being continued in place, where
    // it can be cut back later.
    const bool continues = prefix.length == source.cells.size();
    if (memory_.can_cut && continues) return prefix.source;
    if (!memory_.can_share && !memory_.can_snapshot) return prefix.source;
    // A copy that is continued in place is lost to the next turn of its conversation.
    if (!memory_.can_share && !empty) {
      return least_worth_keeping(false, prefix.source).value_or(prefix.source);
    }
  }
  return empty ? *empty : least_worth_keeping(false).value();
}

KvCache::Claim KvCache::claim(std::span<const Token> prompt, CacheScope scope) {
  Prefix prefix = find_prefix(prompt, scope);
  const std::size_t index = choose_target(prefix);
  if (index == prefix.source && prefix.length > 0) {
    // Others may come back to what is lost here, where a past cannot be cut back to it.
    if (!memory_.can_cut || prefix.length < sequences_[index].cells.size()) save(index);
    cut(index, prefix.length);
    for (const CellIndex cell : sequences_[index].cells) ++cells_[cell].num_uses;
  } else {
    evict(index);
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
  target.cells.assign(source.cells.begin(), source.cells.begin() + end);
  for (const CellIndex cell : target.cells) {
    ++cells_[cell].num_sharers;
    ++cells_[cell].num_uses;
  }
  tree_.branch(static_cast<SequenceId>(prefix.source), static_cast<SequenceId>(index),
               static_cast<std::uint32_t>(prefix.length));
  source.last_used = ++clock_;
  runner_.share_prefix(static_cast<SequenceId>(prefix.source), static_cast<SequenceId>(index),
                       static_cast<Position>(prefix.length));
}

void KvCache::append(SequenceId sequence, std::span<const Token> tokens) {
  Sequence& target = sequences_[static_cast<std::size_t>(sequence)];
  assert(target.held);
  tree_.append(sequence, tokens, target.scope);
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const CellIndex cell = take_cell();
    cells_[cell].num_holders = 1;
    cells_[cell].num_uses = 1;
    ++num_held_;
    target.cells.push_back(cell);
  }
}

void KvCache::drop_beyond(SequenceId sequence) {
  runner_.remove_from(sequence, static_cast<Position>(length(sequence)));
}

void KvCache::keep_snapshot(SequenceId sequence) {
  if (memory_.can_cut || !memory_.can_snapshot) return;
  const auto source = static_cast<std::size_t>(sequence);
  const Sequence& live = sequences_[source];
  if (live.cells.empty()) return;
  const auto is_kept_copy = [&](SequenceId other) {
    return length(other) == length(sequence) && !sequences_[static_cast<std::size_t>(other)].held;
  };
  if (std::ranges::any_of(tree_.prefixes_of(sequence), is_kept_copy)) return;
  const auto empty = find_empty();
  const auto target = empty ? empty : least_worth_keeping(false);
  if (!target) return;
  evict(*target);
  copy_prefix({source, live.cells.size()}, *target);
  sequences_[*target].scope = live.scope;
  sequences_[*target].last_used = ++clock_;
}

void KvCache::release(SequenceId sequence) {
  const auto index = static_cast<std::size_t>(sequence);
  unhold(index);
  sequences_[index].last_used = ++clock_;
  drop_redundant(index);
  shed_excess();
}

/** Holds kept cells to their limit; true if that must wait for time to save them. */
bool KvCache::shed_excess() {
  while (num_kept() > max_kept_cells_) {
    const auto least = least_worth_keeping(true);
    if (!least) return false;
    if (!save(*least)) return true;
    evict(*least);
  }
  return false;
}

void KvCache::clear(SequenceId sequence) { cut(static_cast<std::size_t>(sequence), 0); }

void KvCache::make_room(std::uint32_t num_cells) {
  while (num_free() < num_cells) {
    const auto least = least_worth_keeping(true);
    if (!least) return;
    evict(*least);
  }
}

// Of two sequences one of which begins like the other, the longer one is enough, if it can be
// shared from any point.
void KvCache::drop_redundant(std::size_t released) {
  if (!memory_.can_share || !memory_.can_cut || sequences_[released].cells.empty()) return;
  const auto id = static_cast<SequenceId>(released);
  if (tree_.is_within_another(id)) {
    cut(released, 0);
    return;
  }
  for (const SequenceId shorter : tree_.prefixes_of(id)) {
    const auto index = static_cast<std::size_t>(shorter);
    if (!sequences_[index].held) cut(index, 0);
  }
}

std::uint32_t KvCache::num_cells_of_its_own(const Sequence& sequence) const {
  return static_cast<std::uint32_t>(std::ranges::count_if(
      sequence.cells, [&](CellIndex cell) { return cells_[cell].num_sharers == 1; }));
}

/** Gives up a released sequence, after saving as much of it as there is time for. */
void KvCache::evict(std::size_t index) {
  if (sequences_[index].cells.empty()) return;
  const std::uint32_t num_tokens = num_cells_of_its_own(sequences_[index]);
  ++totals_.num_evictions;
  totals_.num_evicted_tokens += num_tokens;
  if (!save(index)) mover_->count_dropped(num_tokens);
  cut(index, 0);
}

bool KvCache::begin_step(const CopyBudget& budget) {
  if (mover_ == nullptr) {
    close_gaps();
    return false;
  }
  CopyBudget for_retiring = budget;
  for_retiring.milliseconds = std::min(budget.milliseconds, kRetireMs);
  mover_->begin_step(for_retiring);
  const bool has_more_to_retire = retire_kept();
  mover_->begin_step(budget);
  close_gaps();
  return shed_excess() || has_more_to_retire;
}

KvCache::Extension KvCache::extend(SequenceId sequence, std::span<const Token> prompt) {
  const auto index = static_cast<std::size_t>(sequence);
  assert(sequences_[index].held);
  Extension extension{.length = length(sequence)};
  if (mover_ == nullptr || prompt.empty()) return extension;
  const std::span<const Token> reusable = prompt.first(prompt.size() - 1);
  for (;;) {
    const std::uint32_t from = length(sequence);
    const auto lookup = mover_->find(reusable, sequences_[index].scope, from);
    extension.is_late = lookup.is_late;
    if (!lookup.piece) break;
    make_room(lookup.piece->num_cells);
    if (num_free() < lookup.piece->num_cells || !restore(*lookup.piece, index, reusable)) break;
    if (lookup.piece->block->comes_from_disk) {
      extension.num_from_disk += length(sequence) - from;
    }
  }
  extension.length = length(sequence);
  return extension;
}

bool KvCache::restore(const CellMover::Piece& piece, std::size_t index,
                      std::span<const Token> prompt) {
  const auto id = static_cast<SequenceId>(index);
  const std::uint32_t from = length(id);
  if (piece.is_whole) cut(index, 0);
  if (!mover_->restore(piece, id, from, prompt, sequences_[index].scope)) return false;
  append(id, prompt.subspan(length(id), piece.end - length(id)));
  return true;
}

OffloadTotals KvCache::offload_totals() const {
  return mover_ == nullptr ? OffloadTotals{} : mover_->totals();
}

std::uint32_t KvCache::length(SequenceId sequence) const { return tree_.length(sequence); }

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
  if (sequence.cells.size() <= length) return;
  for (std::size_t i = length; i < sequence.cells.size(); ++i) {
    const CellIndex cell = sequence.cells[i];
    if (sequence.held && --cells_[cell].num_holders == 0) --num_held_;
    drop_cell(cell);
  }
  sequence.cells.resize(length);
  tree_.cut(static_cast<SequenceId>(index), static_cast<std::uint32_t>(length));
  runner_.remove_from(static_cast<SequenceId>(index), static_cast<Position>(length));
}

KvCache::CellIndex KvCache::take_cell() {
  assert(!free_cells_.empty());
  std::ranges::pop_heap(free_cells_, std::greater{});
  const CellIndex cell = free_cells_.back();
  free_cells_.pop_back();
  cells_[cell] = {.num_sharers = 1, .num_holders = 0, .num_uses = 0};
  ++num_used_;
  return cell;
}

void KvCache::drop_cell(CellIndex cell) {
  if (--cells_[cell].num_sharers > 0) return;
  free_cells_.push_back(cell);
  std::ranges::push_heap(free_cells_, std::greater{});
  --num_used_;
  may_have_gaps_ = true;
}

}  // namespace samewire
