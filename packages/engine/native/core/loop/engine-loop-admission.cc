// Who runs and who waits: the part of the loop that lets generations in, and takes their cells back.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

#include "loop/demands.h"
#include "loop/engine-loop.h"
#include "loop/leader.h"
#include "schedule/scheduler.h"

namespace samewire {

void EngineLoop::insert_waiting(std::unique_ptr<Generation> generation) {
  const auto place = std::ranges::upper_bound(waiting_, generation->rank(), {},
                                              [](const auto& other) { return other->rank(); });
  waiting_.insert(place, std::move(generation));
}

void EngineLoop::fail_late() {
  const auto now = options_.now();
  bool is_any_late = false;
  for (const Generations* generations : {&running_, &waiting_}) {
    for (const auto& generation : *generations) {
      if (generation->ended() || !generation->has_missed_deadline(now)) continue;
      is_any_late = true;
      ++totals_.num_missed_deadlines;
      fail_request(generation->request().id,
                   {.code = ErrorCode::kDeadlineExceeded,
                    .message = "The first token did not come within the time allowed."});
    }
  }
  if (is_any_late) settle();
}

void EngineLoop::admit_waiting() {
  if (is_crowded_ && !running_.empty()) return;
  for (std::size_t i = 0; i < waiting_.size();) {
    Generation& next = *waiting_[i];
    if (next.parked() || waits_for_leader(next)) {
      ++i;
      continue;
    }
    if (running_.size() >= options_.max_running || !cache_.has_released()) {
      if (!free_a_slot(next)) return;
      i = 0;
      continue;
    }
    const auto demands = demands_of(running_, nullptr, runner_.limits().memory);
    // No overtaking: whoever is first in rank is next, or a long prompt might wait for ever.
    if (!can_admit(admission_of(next, count_cached(next)), demands, cache_.num_available())) {
      if (!preempt_parked()) return;
      i = 0;
      continue;
    }
    admit(i);
  }
}

void EngineLoop::admit(std::size_t index) {
  Generation& next = *waiting_[index];
  const KvCache::Claim claim = cache_.claim(next.known(), cache_scope_of(next.request()));
  if (!next.started()) {
    totals_.num_prompt_tokens += next.request().prompt.size();
    totals_.num_cached_tokens += claim.num_cached;
    if (next.leader()) totals_.num_shared_tokens += claim.num_cached;
  }
  fair_queue_.begin(next.rank().virtual_start);
  next.stop_following();
  next.start(claim.sequence, claim.num_cached);
  running_.push_back(std::move(waiting_[index]));
  waiting_.erase(waiting_.begin() + static_cast<std::ptrdiff_t>(index));
}

// A prompt that another generation is reading already is read once: this one waits until their
// ways part and then finds the common part in the cache.
bool EngineLoop::waits_for_leader(Generation& generation) const {
  const MemoryTraits memory = runner_.limits().memory;
  if (!memory.can_share && !memory.can_snapshot) return false;
  if (is_following(generation, running_)) return true;
  const auto leader = find_leader(generation, count_cached(generation), running_, memory);
  if (leader) generation.follow(*leader);
  return leader.has_value();
}

std::uint32_t EngineLoop::count_cached(const Generation& generation) const {
  return cache_.count_cached(generation.known(), cache_scope_of(generation.request()));
}

bool EngineLoop::preempt_parked() {
  const auto parked = std::ranges::find_if(running_, [](const auto& g) { return g->parked(); });
  if (parked == running_.end()) return false;
  preempt(**parked);
  settle();
  return true;
}

// A parked generation gives way to anybody, a running one to those of higher priority.
bool EngineLoop::free_a_slot(const Generation& next) {
  if (preempt_parked()) return true;
  const auto last = std::ranges::max_element(
      running_, {}, [](const auto& generation) { return generation->rank(); });
  if (last == running_.end()) return false;
  if ((*last)->request().priority >= next.request().priority) return false;
  preempt(**last);
  settle();
  return true;
}

// Its cells stay as a prefix as long as the room is not needed after all.
void EngineLoop::preempt(Generation& generation) {
  cache_.release(*generation.sequence());
  generation.give_up_cells();
  ++totals_.num_preemptions;
}

}  // namespace samewire
