// What of KvCache has to do with copies that are kept elsewhere.

#include <algorithm>
#include <exception>
#include <functional>
#include <numeric>
#include <span>

#include "schedule/kv-cache.h"

namespace samewire {

/** Copies a sequence to the tiers below, as far as that pays; false if time did not suffice. */
bool KvCache::save(std::size_t index) {
  if (mover_ == nullptr || sequences_[index].cells.empty()) return true;
  const auto id = static_cast<SequenceId>(index);
  return mover_->save(id, tree_.tokens(id), sequences_[index].scope);
}

// The last used goes last: it is the likeliest to be continued before anything else runs.
bool KvCache::retire_kept() {
  if (num_kept() <= max_kept_beside_ || retired_at_ == clock_) return false;
  const bool is_anybody_here =
      std::ranges::any_of(sequences_, [](const Sequence& sequence) { return sequence.held; });
  std::vector<std::size_t> order = by_last_use();
  std::ranges::reverse(order);
  for (const std::size_t index : order) {
    if (num_kept() <= max_kept_beside_) return false;
    Sequence& sequence = sequences_[index];
    if (sequence.held || sequence.cells.empty()) continue;
    // Copied once, even if what is copied after it takes its place: there is room for no more.
    if (sequence.settled != sequence.last_used) {
      if (!save(index)) return true;
      sequence.settled = sequence.last_used;
    }
    if (is_anybody_here && is_saved(index)) evict(index);
  }
  retired_at_ = clock_;
  return false;
}

bool KvCache::is_saved(std::size_t index) const {
  return mover_->has_in_ram(tree_.tokens(static_cast<SequenceId>(index)), sequences_[index].scope);
}

void KvCache::finish(std::chrono::milliseconds time) noexcept {
  if (!lasts()) return;
  try {
    const auto until = std::chrono::steady_clock::now() + time;
    mover_->begin_step({.milliseconds = static_cast<double>(time.count())});
    for (const std::size_t index : by_last_use()) {
      if (!save(index)) break;
    }
    mover_->finish(until);
  } catch (const std::exception&) {
    // What is not there is computed again.
  }
}

/** The last used first. */
std::vector<std::size_t> KvCache::by_last_use() const {
  std::vector<std::size_t> order(sequences_.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::sort(order, std::greater{}, [&](std::size_t i) { return sequences_[i].last_used; });
  return order;
}

std::vector<KvCache::Listed> KvCache::list() const {
  std::vector<Listed> listed;
  for (const std::size_t index : by_last_use()) {
    const Sequence& sequence = sequences_[index];
    if (sequence.cells.empty()) continue;
    listed.push_back({static_cast<std::uint32_t>(sequence.cells.size()), sequence.held});
  }
  return listed;
}

KvCache::SavePass KvCache::begin_save_pass() const {
  SavePass pass{.sequences = by_last_use(), .blocks = mover_->blocks_in_ram()};
  std::ranges::reverse(pass.sequences);
  std::ranges::reverse(pass.blocks);
  return pass;
}

bool KvCache::save_all(double milliseconds) {
  if (!save_pass_) save_pass_ = begin_save_pass();
  mover_->begin_step({.milliseconds = milliseconds});
  auto& [sequences, done, blocks, num_given] = *save_pass_;
  while (!sequences.empty()) {
    const std::size_t index = sequences.back();
    const auto id = static_cast<SequenceId>(index);
    // A state that goes on can only be saved as it is at some moment, which nobody will come back to.
    const bool is_savable = !sequences_[index].held || memory_.can_cut;
    const std::vector<Token> tokens = tree_.tokens(id);
    // It may have become another one since the last call.
    const bool is_same = std::ranges::equal(done, std::span(tokens).first(
                                                      std::min(done.size(), tokens.size())));
    std::size_t num_done = is_same ? done.size() : 0;
    if (is_savable && !mover_->put_on_disk(id, tokens, sequences_[index].scope, num_done)) {
      done.assign(tokens.begin(), tokens.begin() + static_cast<std::ptrdiff_t>(num_done));
      break;
    }
    sequences.pop_back();
    done.clear();
  }
  while (sequences.empty() && !blocks.empty() && mover_->put_on_disk(blocks.back())) {
    blocks.pop_back();
  }
  // Not until the disk is idle: others may keep it at work.
  if (sequences.empty() && blocks.empty() && !num_given) num_given = mover_->num_given_to_disk();
  if (!num_given || mover_->num_done_by_disk() < *num_given) return false;
  // What was filed last is known from now on.
  mover_->begin_step({});
  save_pass_.reset();
  return true;
}

std::uint32_t KvCache::drop_kept() {
  std::uint32_t num_dropped = 0;
  for (std::size_t index = 0; index < sequences_.size(); ++index) {
    if (sequences_[index].held || sequences_[index].cells.empty()) continue;
    cut(index, 0);
    ++num_dropped;
  }
  save_pass_.reset();
  if (mover_ != nullptr) mover_->clear();
  return num_dropped;
}

}  // namespace samewire
