#include "loop/draft-planner.h"

#include <algorithm>
#include <utility>

namespace samewire {

void DraftPlanner::add_drafts(StepPlan& plan, Running running, std::uint32_t max_tokens) const {
  const auto num_sequences = static_cast<std::uint32_t>(plan.shares.size());
  const bool only_decodes = plan.num_decoding == num_sequences && plan.preempted.empty();
  if (!only_decodes || num_sequences >= max_tokens || costs_.needs_plain(num_sequences)) return;
  const std::uint32_t max_drafts = max_tokens - num_sequences;

  std::vector<DraftChance> chances;
  chances.reserve(plan.shares.size());
  for (StepPlan::Share& share : plan.shares) {
    const Generation& generation = *running[share.index];
    Drafter::Draft draft = generation.draft(std::min(kLongestDraft, max_drafts));
    chances.push_back({.num_tokens = static_cast<std::uint32_t>(draft.tokens.size()),
                       .hit_rate = draft.hit_rate,
                       .stake = generation.draft_stake()});
    share.draft = std::move(draft.tokens);
  }
  const auto lengths = choose_draft_lengths(
      chances, costs_, {.max_tokens = max_drafts, .max_ms = max_step_ms_});
  for (std::size_t i = 0; i < lengths.size(); ++i) plan.shares[i].draft.resize(lengths[i]);
}

void DraftPlanner::record(const StepPlan& plan, Running running,
                          std::span<const std::uint32_t> num_right, double milliseconds) {
  const auto num_sequences = static_cast<std::uint32_t>(plan.shares.size());
  if (plan.num_decoding != num_sequences) {
    costs_.skip();
    return;
  }
  const std::uint32_t num_drafts = plan.num_drafts();
  costs_.record(num_sequences, num_drafts, milliseconds);
  if (num_drafts == 0) return;
  // The estimate and not this one measure: what held up one step would end speculation for long.
  const double num_steps = costs_.num_steps(num_sequences, num_drafts);
  for (std::size_t i = 0; i < plan.shares.size(); ++i) {
    if (plan.shares[i].draft.empty()) continue;
    running[plan.shares[i].index]->settle_draft(1 + num_right[i], num_steps);
  }
}

}  // namespace samewire
