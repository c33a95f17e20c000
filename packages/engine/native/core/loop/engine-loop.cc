#include "loop/engine-loop.h"

#include <algorithm>
#include <chrono>
#include <numeric>
#include <string>
#include <utility>

#include "loop/decode-fault.h"
#include "loop/demands.h"
#include "loop/promotion.h"
#include "loop/work-ahead.h"
#include "schedule/scheduler.h"

namespace samewire {
namespace {

/** Less than a server that is told to stop is given. */
constexpr std::chrono::seconds kFinishTime{5};

/** What a call to save the cache may take from the streams that run. */
constexpr double kSaveMs = 20.0;

}  // namespace

EngineLoop::EngineLoop(ModelRunner& runner, Embedder* embedder, const Vocabulary& vocabulary,
                       const LoopOptions& options, EventSink& sink,
                       const DraftModel* draft_model)
    : runner_(runner),
      vocabulary_(vocabulary),
      options_(options),
      sink_(sink),
      cache_(runner, options.max_kept_cells.value_or(runner.limits().num_cells),
             options.offload),
      embeddings_(embedder),
      groups_(options.pace.step_ms),
      pacer_(options.pace, runner.limits().tile, runner.limits().tile_is_dense),
      draft_planner_(options.pace.step_ms, draft_model, runner, vocabulary,
                     cache_.max_kept_cells(), options.now) {
  const RunnerLimits limits = runner.limits();
  options_.max_step_tokens = std::min(options_.max_step_tokens, limits.max_batch_tokens);
  if (options_.max_running == 0) options_.max_running = limits.num_sequences;
  options_.max_running = std::min(options_.max_running, limits.num_sequences);
  if (!limits.memory.can_take_back()) options_.speculation = Speculation::kOff;
}

void EngineLoop::accept(std::shared_ptr<const Request> request) {
  const std::uint32_t num_answer =
      std::min(request->max_tokens.value_or(kGrowthHorizon), kGrowthHorizon);
  const auto cost = static_cast<double>(request->prompt.size() + num_answer);
  for (std::uint32_t choice = 0; choice < request->num_choices; ++choice) {
    const Rank rank{.priority = request->priority,
                    .virtual_start =
                        fair_queue_.enqueue(request->tenant, cost, request->tenant_weight),
                    .order = next_order_++};
    insert_waiting(std::make_unique<Generation>(request, choice, rank, options_.context_length,
                                                vocabulary_, options_.speculation));
  }
}

void EngineLoop::accept(std::shared_ptr<const EmbeddingRequest> request) {
  std::size_t cost = 0;
  for (const std::vector<Token>& input : request->inputs) cost += input.size();
  const Rank rank{.priority = request->priority,
                  .virtual_start = fair_queue_.enqueue(
                      request->tenant, static_cast<double>(cost), request->tenant_weight),
                  .order = next_order_++};
  embeddings_.accept(std::move(request), rank);
}

void EngineLoop::cancel(RequestId request) {
  for_each_choice(request, [&](Generation& generation) {
    generation.cancel();
    emit_finish(generation);
  });
  embeddings_.cancel(request);
  settle();
}

void EngineLoop::set_parked(RequestId request, bool parked) {
  for_each_choice(request, [&](Generation& generation) { generation.set_parked(parked); });
}

void EngineLoop::close(const Fault& fault) {
  // A step that was cut short has changed a state already, though not what is known of it.
  if (!cache_.memory().can_cut) {
    for (const auto& generation : running_) {
      if (generation->sequence()) cache_.clear(*generation->sequence());
    }
  }
  std::vector<RequestId> open;
  for (const Generations* generations : {&running_, &waiting_}) {
    for (const auto& generation : *generations) open.push_back(generation->request().id);
  }
  for (const RequestId request : open) fail_request(request, fault);
  embeddings_.fail_all(fault, block_);
  settle();
  // After any other fault nothing in memory can be trusted.
  if (fault.code == ErrorCode::kClosed) cache_.finish(kFinishTime);
}

bool EngineLoop::save_cache() { return cache_.save_all(kSaveMs); }

bool EngineLoop::step() {
  fail_late();
  admit_waiting();
  const Promotion promotion =
      promote(cache_, running_, options_.pace, pacer_.prefill_token_ms());
  totals_.num_cached_tokens += promotion.num_tokens;
  totals_.num_restored_tokens += promotion.num_tokens;
  totals_.num_disk_tokens += promotion.num_disk_tokens;
  const auto started_at = options_.now();
  const StepGroups::Choice group =
      groups_.choose(running_, embeddings_.has_work(), cache_.num_available());
  switch (group.kind) {
    case StepGroups::Choice::Kind::kNothing:
      return promotion.goes_on;
    case StepGroups::Choice::Kind::kGenerations:
      if (!step_generations(group.adapters, started_at)) return promotion.goes_on;
      break;
    case StepGroups::Choice::Kind::kEmbeddings:
      totals_.num_embedded_tokens += embeddings_.step(block_);
      break;
  }
  groups_.record(ms_since(started_at));
  settle();
  return true;
}

bool EngineLoop::step_generations(const AdapterSet* adapters, Clock::time_point started_at) {
  StepPlan plan =
      plan_generations(running_, adapters, cache_, pacer_, options_.max_step_tokens);
  if (plan.shares.empty()) return false;

  for (const std::size_t index : plan.preempted) preempt(*running_[index]);
  cache_.make_room(plan.num_tokens());
  if (options_.speculation != Speculation::kOff) {
    draft_planner_.add_drafts(plan, running_,
                              std::min({cache_.num_free(), options_.max_step_tokens,
                                        runner_.limits().max_logits}));
  }
  draft_planner_.prepare(plan, running_);
  runner_.use_adapters(adapters);
  DecodeStatus status = decode(plan);
  if (status == DecodeStatus::kNoRoom && plan.num_drafts() > 0) {
    plan.drop_drafts();
    status = decode(plan);
  }
  if (status == DecodeStatus::kOk) {
    if (plan.num_decoding == 0) leave_out_decoding(adapters);
    take_results(plan);
    draft_planner_.take_states(plan, running_, num_right_, step_batch_);
    record_step(plan, ms_since(started_at));
  } else if (status == DecodeStatus::kNoRoom) {
    handle_no_room(plan);
  } else {
    fail_all(plan, status);
  }
  return true;
}

// Their turn comes next, whatever the prompts still lack.
void EngineLoop::leave_out_decoding(const AdapterSet* adapters) {
  for (const auto& generation : running_) {
    const bool is_in_turn = generation->request().adapters.get() == adapters;
    if (is_in_turn && generation->num_pending() == 1) generation->leave_out();
  }
}

DecodeStatus EngineLoop::decode(const StepPlan& plan) {
  step_batch_.build(plan, running_);
  if (!fill_tile(plan)) return runner_.decode(step_batch_.batch());
  const DecodeStatus status = runner_.decode(step_batch_.batch());
  runner_.remove_from(*runner_.limits().filler, 0);
  if (status != DecodeStatus::kNoRoom) return status;
  step_batch_.build(plan, running_);
  return runner_.decode(step_batch_.batch());
}

bool EngineLoop::fill_tile(const StepPlan& plan) {
  const RunnerLimits limits = runner_.limits();
  const bool reads_prompts = plan.num_tokens() > plan.num_decoding;
  const Batch& batch = step_batch_.batch();
  if (!limits.filler || !reads_prompts || plan.num_drafts() > 0 || !batch.media().empty()) return false;
  const std::uint32_t num_rows =
      num_fillers(step_batch_.rows(), {.tile = limits.tile, .cells_per_row = limits.cells_per_row});
  const std::size_t num_with_them = batch.size() + num_rows;
  if (num_rows == 0 || num_with_them > std::min(cache_.num_free(), limits.max_batch_tokens)) return false;
  step_batch_.fill(num_rows, *limits.filler);
  return true;
}

double EngineLoop::ms_since(Clock::time_point start) const {
  return std::chrono::duration<double, std::milli>(options_.now() - start).count();
}

void EngineLoop::take_results(const StepPlan& plan) {
  ++totals_.num_steps;
  is_crowded_ = false;
  num_right_.assign(plan.shares.size(), 0);
  for (std::size_t i = 0; i < plan.shares.size(); ++i) {
    const StepPlan::Share& share = plan.shares[i];
    Generation& generation = *running_[share.index];
    cache_.append(*generation.sequence(),
                  generation.known().subspan(generation.num_computed(), share.num_tokens));
    generation.advance(share.num_tokens);
    if (generation.is_at_branch_point()) cache_.keep_snapshot(*generation.sequence());
    if (generation.num_pending() == 0 && !generation.failed()) {
      sample(generation, runner_.logits(step_batch_.last_of(i)));
    }
    if (!share.draft.empty()) num_right_[i] = check_draft(generation, share, step_batch_.last_of(i));
  }
}

// What was sampled decides: as long as it is what the draft says, the next row of logits is that of
// the text as it is. So the sampler never takes anything back, only the cells of the rest do.
std::uint32_t EngineLoop::check_draft(Generation& generation, const StepPlan::Share& share,
                                      std::size_t last_in_batch) {
  std::uint32_t num_right = 0;
  while (num_right < share.draft.size() && !generation.ended() &&
         generation.known().back() == share.draft[num_right]) {
    cache_.append(*generation.sequence(), generation.known().last(1));
    generation.advance(1);
    ++num_right;
    sample(generation, runner_.logits(last_in_batch + num_right));
  }
  if (num_right < share.draft.size()) cache_.drop_beyond(*generation.sequence());
  ++totals_.num_drafts;
  totals_.num_draft_tokens += share.draft.size();
  totals_.num_accepted_draft_tokens += num_right;
  return num_right;
}

void EngineLoop::record_step(const StepPlan& plan, double milliseconds) {
  const std::uint32_t num_prefill_tokens = plan.num_tokens() - plan.num_decoding;
  const auto num_rows = static_cast<std::uint32_t>(step_batch_.batch().size());
  const double computing_ms = milliseconds - draft_planner_.drafting_ms();
  if (plan.num_drafts() == 0) {
    pacer_.record({.num_decoding = plan.num_decoding,
                   .num_prefill_tokens = std::max(num_prefill_tokens, num_rows - plan.num_decoding),
                   .milliseconds = computing_ms});
  }
  draft_planner_.record(plan, running_, num_right_, milliseconds);
  totals_.num_decode_tokens +=
      std::accumulate(num_right_.begin(), num_right_.end(), std::uint64_t{plan.num_decoding});
  totals_.num_prefill_tokens += num_prefill_tokens;
  totals_.step_times.add(milliseconds);
}

void EngineLoop::sample(Generation& generation, std::span<const float> logits) {
  const Generation::Outcome outcome = generation.sample(logits);
  if (outcome == Generation::Outcome::kBrokenLogits ||
      outcome == Generation::Outcome::kStuckGrammar) {
    fail_request(generation.request().id, fault_of(outcome));
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
// own). Kept prefixes go first, then the last in rank; one that runs alone cannot be helped. Nobody
// is let in before a step has succeeded, or the same crowd would meet again.
void EngineLoop::handle_no_room(const StepPlan& plan) {
  is_crowded_ = true;
  if (cache_.num_available() > cache_.num_free()) {
    cache_.make_room(cache_.num_cells());
  } else if (running_.size() > 1) {
    Generation& last = **std::ranges::max_element(
        running_, {}, [](const auto& generation) { return generation->rank(); });
    cache_.clear(*last.sequence());
    preempt(last);
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
      insert_waiting(std::move(generation));
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
  stats.model_drafts = draft_planner_.model_totals();
  stats.num_active = static_cast<std::uint32_t>(running_.size());
  stats.num_waiting = static_cast<std::uint32_t>(waiting_.size());
  stats.num_waiting_embeddings = embeddings_.num_requests();
  stats.num_used_cells = cache_.num_used();
  stats.num_kept_cells = cache_.num_kept();
  stats.num_evictions = cache_.totals().num_evictions;
  stats.num_evicted_tokens = cache_.totals().num_evicted_tokens;
  stats.offload = cache_.offload_totals();
  add_work_ahead(stats, running_, waiting_, running_.size() >= options_.max_running);
  return stats;
}

}  // namespace samewire
