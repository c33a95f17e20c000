#include "loop/engine-loop.h"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <string>
#include <utility>

#include "schedule/scheduler.h"

namespace samewire {
namespace {

Fault fault_of(DecodeStatus status) {
  if (status == DecodeStatus::kOutOfMemory) {
    return {.code = ErrorCode::kOutOfMemory, .message = "Memory ran out while computing a step."};
  }
  if (status == DecodeStatus::kNoRoom) {
    return {.code = ErrorCode::kOutOfMemory, .message = "The KV cache cannot hold the request."};
  }
  return {.code = ErrorCode::kDecodeFailed, .message = "The model could not compute a step."};
}

}  // namespace

EngineLoop::EngineLoop(ModelRunner& runner, const Vocabulary& vocabulary,
                       const LoopOptions& options, EventSink& sink)
    : runner_(runner), vocabulary_(vocabulary), options_(options), sink_(sink), cache_(runner) {
  options_.max_step_tokens = std::min(options_.max_step_tokens, runner.limits().max_batch_tokens);
}

void EngineLoop::accept(std::shared_ptr<const Request> request) {
  for (std::uint32_t choice = 0; choice < request->num_choices; ++choice) {
    waiting_.push_back(std::make_unique<Generation>(request, choice, next_order_++,
                                                    options_.context_length, vocabulary_));
  }
}

void EngineLoop::cancel(RequestId request) {
  for_each_choice(request, [&](Generation& generation) {
    generation.cancel();
    emit_finish(generation);
  });
  settle();
}

void EngineLoop::set_parked(RequestId request, bool parked) {
  for_each_choice(request, [&](Generation& generation) { generation.set_parked(parked); });
}

void EngineLoop::close(const Fault& fault) {
  std::vector<RequestId> open;
  for (const Generations* generations : {&running_, &waiting_}) {
    for (const auto& generation : *generations) open.push_back(generation->request().id);
  }
  for (const RequestId request : open) fail_request(request, fault);
  settle();
}

bool EngineLoop::step() {
  admit_waiting();
  const StepPlan plan = plan_step();
  if (plan.shares.empty()) return false;

  for (const std::size_t index : plan.preempted) preempt(*running_[index]);
  cache_.make_room(plan.num_tokens());
  build_batch(plan);
  const DecodeStatus status = runner_.decode(batch_);
  if (status == DecodeStatus::kOk) {
    take_results(plan);
  } else if (status == DecodeStatus::kNoRoom) {
    handle_no_room(plan);
  } else {
    fail_all(plan, status);
  }
  settle();
  return true;
}

void EngineLoop::admit_waiting() {
  if (is_crowded_ && !running_.empty()) return;
  for (std::size_t i = 0; i < waiting_.size();) {
    Generation& next = *waiting_[i];
    if (next.parked() || waits_for_leader(next)) {
      ++i;
      continue;
    }
    if (!cache_.has_released()) {
      if (!preempt_parked()) return;
      i = 0;
      continue;
    }
    const auto num_known = static_cast<std::uint32_t>(next.known().size());
    const Admission admission{num_known - cache_.count_cached(next.known())};
    // No overtaking: whoever is oldest is next, or a long prompt might wait for ever.
    if (!can_admit(admission, demands(), cache_.num_available())) return;
    const KvCache::Claim claim = cache_.claim(next.known());
    if (!next.started()) {
      totals_.num_prompt_tokens += next.request().prompt.size();
      totals_.num_cached_tokens += claim.num_cached;
    }
    next.start(claim.sequence, claim.num_cached);
    running_.push_back(std::move(waiting_[i]));
    waiting_.erase(waiting_.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

// The choices of a request share their prompt: the first computes it, the others wait for that
// and then find it in the cache.
bool EngineLoop::waits_for_leader(const Generation& generation) const {
  if (generation.choice() == 0 || generation.started()) return false;
  if (!runner_.limits().memory.can_share) return false;
  const auto is_leader = [&](const std::unique_ptr<Generation>& other) {
    return other->request().id == generation.request().id && other->choice() == 0 &&
           !other->has_computed_prompt();
  };
  return std::ranges::any_of(running_, is_leader) || std::ranges::any_of(waiting_, is_leader);
}

bool EngineLoop::preempt_parked() {
  const auto parked = std::ranges::find_if(running_, [](const auto& g) { return g->parked(); });
  if (parked == running_.end()) return false;
  preempt(**parked);
  settle();
  return true;
}

std::vector<Demand> EngineLoop::demands() const {
  std::vector<Demand> demands;
  demands.reserve(running_.size());
  for (const auto& generation : running_) {
    demands.push_back({.num_pending = generation->num_pending(),
                       .order = generation->order(),
                       .parked = generation->parked()});
  }
  return demands;
}

StepPlan EngineLoop::plan_step() const {
  const std::vector<Demand> wanted = demands();
  std::vector<std::uint32_t> held_cells;
  held_cells.reserve(running_.size());
  std::uint64_t num_wanted = 0;
  for (const auto& generation : running_) {
    held_cells.push_back(cache_.length(*generation->sequence()));
    num_wanted += generation->num_pending();
  }
  // What could be freed is worth counting only if what is free does not do.
  const bool is_enough =
      cache_.num_free() >= std::min<std::uint64_t>(num_wanted, options_.max_step_tokens);
  const StepLimits limits{
      .max_tokens = options_.max_step_tokens,
      .max_prefill_beside_decode = options_.max_prefill_beside_decode,
      .num_available_cells = is_enough ? cache_.num_free() : cache_.num_available(),
  };
  return samewire::plan_step(wanted, held_cells, limits);
}

// Its cells stay as a prefix as long as the room is not needed after all.
void EngineLoop::preempt(Generation& generation) {
  cache_.release(*generation.sequence());
  generation.give_up_cells();
  ++totals_.num_preemptions;
}

void EngineLoop::build_batch(const StepPlan& plan) {
  batch_.clear();
  last_in_batch_.assign(plan.shares.size(), 0);
  std::vector<std::size_t> order(plan.shares.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  // Where sequences have cells of their own, llama.cpp computes a run of rising sequence ids in
  // one pass and starts another at every gap (llama_batch_allocr::split_equal).
  std::ranges::sort(order, {},
                    [&](std::size_t i) { return *running_[plan.shares[i].index]->sequence(); });
  for (const std::size_t place : order) {
    const StepPlan::Share& share = plan.shares[place];
    const Generation& generation = *running_[share.index];
    const std::uint32_t begin = generation.num_computed();
    const std::uint32_t end = begin + share.num_tokens;
    const bool closes_gap = end == generation.known().size();
    std::size_t index = 0;
    for (std::uint32_t i = begin; i < end; ++i) {
      index = batch_.add(generation.known()[i], static_cast<Position>(i), *generation.sequence(),
                         closes_gap && i + 1 == end);
    }
    last_in_batch_[place] = index;
  }
}

void EngineLoop::take_results(const StepPlan& plan) {
  ++totals_.num_steps;
  is_crowded_ = false;
  for (std::size_t i = 0; i < plan.shares.size(); ++i) {
    const StepPlan::Share& share = plan.shares[i];
    Generation& generation = *running_[share.index];
    cache_.append(*generation.sequence(),
                  generation.known().subspan(generation.num_computed(), share.num_tokens));
    generation.advance(share.num_tokens);
    if (generation.num_pending() > 0 || generation.failed()) continue;
    sample(generation, runner_.logits(last_in_batch_[i]));
  }
}

void EngineLoop::sample(Generation& generation, std::span<const float> logits) {
  const Generation::Outcome outcome = generation.sample(logits);
  if (outcome == Generation::Outcome::kBrokenLogits) {
    fail_request(generation.request().id,
                 {.code = ErrorCode::kDecodeFailed,
                  .message = "The model's output for the next token is not a number."});
    return;
  }
  ++totals_.num_generated_tokens;
  const TextDelta delta = generation.take_delta();
  if (!delta.empty()) {
    block_.add_text(generation.request().id, generation.choice(), delta, vocabulary_);
  }
  if (outcome == Generation::Outcome::kFinished) emit_finish(generation);
}

// Our count said there is room and llama.cpp finds none (a sliding window fills by rules of its
// own). Kept prefixes go first, then the youngest; one that runs alone cannot be helped. Nobody
// is let in before a step has succeeded, or the same crowd would meet again.
void EngineLoop::handle_no_room(const StepPlan& plan) {
  is_crowded_ = true;
  if (cache_.num_available() > cache_.num_free()) {
    cache_.make_room(cache_.num_cells());
  } else if (running_.size() > 1) {
    Generation& youngest = **std::ranges::max_element(
        running_, {}, [](const auto& generation) { return generation->order(); });
    cache_.clear(*youngest.sequence());
    preempt(youngest);
  } else {
    fail_all(plan, DecodeStatus::kNoRoom);
  }
}

// What of the batch stands in memory is unknown, so none of its sequences can be used further.
void EngineLoop::fail_all(const StepPlan& plan, DecodeStatus status) {
  for (const StepPlan::Share& share : plan.shares) {
    const Generation& generation = *running_[share.index];
    cache_.clear(*generation.sequence());
    fail_request(generation.request().id, fault_of(status));
  }
}

void EngineLoop::fail_request(RequestId request, const Fault& fault) {
  bool is_open = false;
  for_each_choice(request, [&](Generation& generation) {
    generation.fail();
    is_open = true;
  });
  if (is_open) block_.add_fault(request, fault);
}

void EngineLoop::emit_finish(const Generation& generation) {
  block_.add_finish(generation.request().id, generation.choice(), generation.finish());
}

template <typename Visit>
void EngineLoop::for_each_choice(RequestId request, Visit visit) {
  for (Generations* generations : {&running_, &waiting_}) {
    for (const auto& generation : *generations) {
      if (generation->request().id == request && !generation->ended()) visit(*generation);
    }
  }
}

// Moves every generation to where its state says it belongs, and hands the events over.
void EngineLoop::settle() {
  Generations still_running;
  for (auto& generation : running_) {
    if (generation->ended()) {
      if (generation->sequence()) cache_.release(*generation->sequence());
    } else if (generation->sequence()) {
      still_running.push_back(std::move(generation));
    } else {
      const auto place = std::ranges::upper_bound(waiting_, generation->order(), {},
                                                  [](const auto& other) { return other->order(); });
      waiting_.insert(place, std::move(generation));
    }
  }
  running_ = std::move(still_running);
  std::erase_if(waiting_, [](const auto& generation) { return generation->ended(); });
  if (block_.empty()) return;
  sink_.publish(block_);
  block_.clear();
}

EngineStats EngineLoop::stats() const {
  EngineStats stats = totals_;
  stats.num_active = static_cast<std::uint32_t>(running_.size());
  stats.num_waiting = static_cast<std::uint32_t>(waiting_.size());
  stats.num_used_cells = cache_.num_used();
  return stats;
}

}  // namespace samewire
