#include "loop/model-drafts.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "loop/text-rows.h"

namespace samewire {
namespace {

/** Before anything is known: who asks for drafts has chosen a model that is often right. */
constexpr double kExpectedHits = 0.8;
/** Weights of a token in what is believed of all generations, and of one. */
constexpr double kWeightForAll = 0.02;
constexpr double kWeightForOne = 0.15;
/**
 * What is believed returns to what was expected, by so much in each step without drafts: what did
 * not pay is tried again some hundred steps later, within what may be lost.
 */
constexpr double kDriftOfAll = 0.001;
constexpr double kDriftOfOne = 0.005;
/** A draft may begin with so much reading: it makes the first round little longer. */
constexpr std::uint32_t kMostUnread = 16;
/** Less is not worth a pass over the weights. */
constexpr std::uint32_t kFewestRead = 32;
/** Where nothing was drafted for so many steps, the states of prompts are not worth having. */
constexpr std::uint32_t kMostIdleSteps = 256;

}  // namespace

ModelDrafts::ModelDrafts(const DraftModel& model, ModelRunner& served, const Vocabulary& vocabulary,
                         std::uint32_t max_kept_cells, std::function<Clock::time_point()> now)
    : now_(std::move(now)),
      states_(model.reads_states ? std::make_unique<StateRows>(served, *model.runner) : nullptr),
      texts_(model.reads_states ? nullptr : std::make_unique<TextRows>(model, max_kept_cells)),
      drafter_(model, states_ ? static_cast<DraftRows&>(*states_) : *texts_, vocabulary),
      hits_(kExpectedHits, kWeightForAll) {}

template <typename Work>
double ModelDrafts::time_of(Work work) {
  const auto started_at = now_();
  work();
  const double taken = std::chrono::duration<double, std::milli>(now_() - started_at).count();
  spent_ms_ += taken;
  totals_.milliseconds += taken;
  return taken;
}

void ModelDrafts::begin_step(Running running) {
  spent_ms_ = 0.0;
  num_rounds_ = 0;
  drafter_.begin_step(running);
}

double ModelDrafts::hit_rate(Generation& generation) const {
  if (budget_.left_ms() <= 0.0 || !drafter_.can_follow(generation)) return 0.0;
  return generation.model_hits().value_or(hits_).value();
}

bool ModelDrafts::is_ready(const Generation& generation) const {
  return drafter_.lag(generation) <= kMostUnread;
}

void ModelDrafts::read_on(std::span<const Generation* const> generations, double plain_step_ms) {
  const double token_ms = costs_.token_ms(plain_step_ms);
  std::vector<const Generation*> affordable;
  double planned_ms = 0.0;
  for (const Generation* generation : generations) {
    const double needed_ms = token_ms * drafter_.lag(*generation);
    // An answer that has become long is likely to become longer. A short one gains nothing.
    if (needed_ms > plain_step_ms * generation->num_generated()) continue;
    if (planned_ms + needed_ms > budget_.left_ms()) continue;
    planned_ms += needed_ms;
    affordable.push_back(generation);
  }
  const auto max_tokens =
      std::max(kFewestRead, static_cast<std::uint32_t>(plain_step_ms / token_ms));
  std::uint32_t num_read = 0;
  const double taken = time_of([&] { num_read = drafter_.read(affordable, max_tokens); });
  budget_.settle(-taken);
  if (num_read > 0) costs_.record_reading(num_read, taken);
}

void ModelDrafts::draft(std::span<ModelDrafter::Wish> wishes, double min_chance) {
  const ModelDrafter::Worth worth{.min_chance = min_chance, .confidence = confidence_.ratio()};
  const double taken = time_of([&] { num_rounds_ = drafter_.draft(wishes, worth); });
  if (num_rounds_ == 0) return;
  costs_.record_round(static_cast<std::uint32_t>(wishes.size()), taken / num_rounds_);
}

void ModelDrafts::prepare(const StepPlan& plan, Running running) {
  if (!states_) return;
  const bool may_draft = budget_.left_ms() > 0.0 && num_idle_steps_ < kMostIdleSteps;
  states_->choose_states(plan, running, may_draft);
}

void ModelDrafts::take_states(const StepPlan& plan, Running running,
                              std::span<const std::uint32_t> num_right, const StepBatch& batch) {
  if (!states_) return;
  time_of([&] { states_->take_states(plan, running, num_right, batch); });
}

void ModelDrafts::record(const StepPlan& plan, Running running,
                         std::span<const std::uint32_t> num_right, double milliseconds,
                         double plain_step_ms) {
  costs_.pass_step();
  num_idle_steps_ = num_rounds_ > 0 ? 0 : num_idle_steps_ + 1;
  budget_.pass(milliseconds);
  if (num_rounds_ == 0) hits_.drift(kExpectedHits, kDriftOfAll);
  for (std::size_t i = 0; i < plan.shares.size(); ++i) {
    learn(*running[plan.shares[i].index], plan.shares[i], num_right[i]);
  }
  if (num_rounds_ == 0 || plan.num_decoding == 0) return;
  const std::uint32_t num_tokens =
      std::accumulate(num_right.begin(), num_right.end(), plan.num_decoding);
  const double plain_ms = plain_step_ms * num_tokens / plan.num_decoding;
  budget_.settle(plain_ms - milliseconds - spent_ms_);
}

void ModelDrafts::learn(Generation& generation, const StepPlan::Share& share,
                        std::uint32_t num_right) {
  std::optional<HitRate>& hits = generation.model_hits();
  if (!share.is_by_model) {
    if (hits) hits->drift(hits_.value(), kDriftOfOne);
    return;
  }
  if (!hits) hits.emplace(hits_.value(), kWeightForOne);
  if (share.draft.empty()) {
    // It was asked in vain, as it was not sure enough of anything.
    hits->add(false);
    hits_.add(false);
    confidence_.add_nothing();
    return;
  }
  ++totals_.num_drafts;
  totals_.num_tokens += share.draft.size();
  totals_.num_accepted_tokens += num_right;
  // What stands behind the end of an answer was neither right nor wrong.
  const bool has_miss = num_right < share.draft.size() && !generation.ended();
  for (std::uint32_t i = 0; i < num_right + (has_miss ? 1 : 0); ++i) {
    hits->add(i < num_right);
    hits_.add(i < num_right);
    confidence_.add(share.probabilities[i], i < num_right);
  }
}

}  // namespace samewire
