#include "loop/draft-planner.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace samewire {
namespace {

/** What sources are compared at. */
constexpr std::uint32_t kTypicalDraft = 4;

}  // namespace

DraftPlanner::DraftPlanner(double max_step_ms, const DraftModel* model, ModelRunner& served,
                           const Vocabulary& vocabulary, std::uint32_t max_kept_cells,
                           std::function<Generation::Clock::time_point()> now)
    : max_step_ms_(max_step_ms) {
  if (model != nullptr) model_.emplace(*model, served, vocabulary, max_kept_cells, std::move(now));
}

void DraftPlanner::add_drafts(StepPlan& plan, Running running, std::uint32_t max_tokens) {
  drafting_steps_ = 0.0;
  if (model_) model_->begin_step(running);
  const auto num_sequences = static_cast<std::uint32_t>(plan.shares.size());
  const bool only_decodes = plan.num_decoding == num_sequences && plan.preempted.empty();
  if (!only_decodes || num_sequences >= max_tokens || costs_.needs_plain(num_sequences)) return;
  const std::uint32_t max_drafts = max_tokens - num_sequences;

  std::vector<Source> sources;
  sources.reserve(plan.shares.size());
  for (const StepPlan::Share& share : plan.shares) {
    sources.push_back(source_for(*running[share.index], max_drafts, num_sequences));
  }
  auto lengths = choose(sources, max_drafts);
  if (!make_ready(plan, running, lengths, sources)) lengths = choose(sources, max_drafts);
  draft_by_model(plan, running, lengths, sources);
  for (std::size_t i = 0; i < lengths.size(); ++i) {
    StepPlan::Share& share = plan.shares[i];
    share.draft = std::move(sources[i].tokens);
    share.draft.resize(std::min<std::size_t>(share.draft.size(), lengths[i]));
    share.is_by_model = sources[i].chance.takes_rounds && lengths[i] > 0;
    share.probabilities = std::move(sources[i].probabilities);
  }
}

DraftPlanner::Source DraftPlanner::source_for(Generation& generation, std::uint32_t max_drafts,
                                              std::uint32_t num_sequences) const {
  const std::uint32_t longest = std::min({kLongestDraft, max_drafts, generation.max_draft()});
  Drafter::Draft text = generation.draft(longest);
  Source source{.chance = {.num_tokens = static_cast<std::uint32_t>(text.tokens.size()),
                           .hit_rate = text.tokens.empty() ? 0.0 : text.hit_rate,
                           .stake = generation.draft_stake()},
                .tokens = std::move(text.tokens)};
  const double hit_rate = model_ && longest > 0 ? model_->hit_rate(generation) : 0.0;
  const auto by_text = std::min(source.chance.num_tokens, kTypicalDraft);
  const auto by_model = std::min(longest, kTypicalDraft);
  const double num_steps = 1.0 + by_model * steps_per_round(1, num_sequences);
  if (expected_tokens(hit_rate, by_model) / num_steps <=
      expected_tokens(source.chance.hit_rate, by_text)) {
    return source;
  }
  source.chance.takes_rounds = true;
  source.chance.num_tokens = longest;
  source.chance.hit_rate = hit_rate;
  return source;
}

std::vector<std::uint32_t> DraftPlanner::choose(std::span<const Source> sources,
                                                std::uint32_t max_drafts) const {
  std::vector<DraftChance> chances;
  chances.reserve(sources.size());
  for (const Source& source : sources) chances.push_back(source.chance);
  return choose_draft_lengths(chances, costs_,
                              {.max_tokens = max_drafts,
                               .max_ms = max_step_ms_,
                               .steps_per_round = steps_per_round(sources)});
}

double DraftPlanner::steps_per_round(std::span<const Source> sources) const {
  const auto num_drafting = std::ranges::count_if(
      sources, [](const Source& source) { return source.chance.takes_rounds; });
  return steps_per_round(static_cast<std::uint32_t>(num_drafting),
                         static_cast<std::uint32_t>(sources.size()));
}

double DraftPlanner::steps_per_round(std::uint32_t num_drafting,
                                     std::uint32_t num_sequences) const {
  const double plain_ms = costs_.plain_ms(num_sequences);
  if (!model_ || plain_ms <= 0.0) return 0.0;
  return model_->round_ms(num_drafting, plain_ms) / plain_ms;
}

/** False if some of those whose drafts were chosen have more to read first: they wait. */
bool DraftPlanner::make_ready(const StepPlan& plan, Running running,
                              std::span<const std::uint32_t> lengths, std::span<Source> sources) {
  std::vector<const Generation*> late;
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const Generation& generation = *running[plan.shares[i].index];
    if (!sources[i].chance.takes_rounds || lengths[i] == 0) continue;
    if (model_->is_ready(generation)) continue;
    late.push_back(&generation);
    sources[i].chance.takes_rounds = false;
    sources[i].chance.num_tokens = 0;
    sources[i].tokens.clear();
  }
  if (late.empty()) return true;
  model_->read_on(late, costs_.plain_ms(plan.num_decoding));
  return false;
}

void DraftPlanner::draft_by_model(const StepPlan& plan, Running running,
                                  std::span<const std::uint32_t> lengths,
                                  std::span<Source> sources) {
  std::vector<ModelDrafter::Wish> wishes;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < sources.size(); ++i) {
    if (!sources[i].chance.takes_rounds) continue;
    sources[i].tokens.clear();
    if (lengths[i] == 0) continue;
    places.push_back(i);
    wishes.push_back({.generation = running[plan.shares[i].index].get(),
                      .max_tokens = lengths[i]});
  }
  if (wishes.empty()) return;
  const std::uint32_t sum = std::accumulate(lengths.begin(), lengths.end(), 0U);
  const double per_draft = (costs_.num_steps(plan.num_decoding, sum) - 1.0) / sum;
  const double per_round = steps_per_round(sources);
  // Tokens that are less likely to be right than they take are not worth their time.
  model_->draft(wishes, std::min(per_draft + per_round / static_cast<double>(wishes.size()), 1.0));
  drafting_steps_ = per_round * model_->num_rounds();
  for (std::size_t i = 0; i < wishes.size(); ++i) {
    sources[places[i]].tokens = std::move(wishes[i].tokens);
    sources[places[i]].probabilities = std::move(wishes[i].probabilities);
    running[plan.shares[places[i]].index]->cut_impossible(sources[places[i]].tokens);
  }
}

void DraftPlanner::record(const StepPlan& plan, Running running,
                          std::span<const std::uint32_t> num_right, double milliseconds) {
  const auto num_sequences = static_cast<std::uint32_t>(plan.shares.size());
  const double computing_ms = milliseconds - drafting_ms();
  if (model_) {
    model_->record(plan, running, num_right, computing_ms, costs_.plain_ms(num_sequences));
  }
  if (plan.num_decoding != num_sequences) {
    costs_.skip();
    return;
  }
  const std::uint32_t num_drafts = plan.num_drafts();
  costs_.record(num_sequences, num_drafts, computing_ms);
  if (num_drafts == 0 && drafting_steps_ == 0.0) return;
  // The estimate and not this one measure: what held up one step would end speculation for long.
  const double num_steps = costs_.num_steps(num_sequences, num_drafts) + drafting_steps_;
  for (std::size_t i = 0; i < plan.shares.size(); ++i) {
    const StepPlan::Share& share = plan.shares[i];
    if (share.draft.empty() && !share.is_by_model) continue;
    running[share.index]->settle_draft(1 + num_right[i], num_steps);
  }
}

}  // namespace samewire
