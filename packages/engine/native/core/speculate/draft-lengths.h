#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "speculate/step-costs.h"

namespace samewire {

/** What one of the sequences that decode in a step could draft. */
struct DraftChance {
  /** Tokens of its draft. */
  std::uint32_t num_tokens = 0;
  /** How often one of them is right whose predecessors are; 0 to 1. */
  double hit_rate = 0.0;
  /** Most that it may lose if none is right, in steps without drafts. */
  double stake = 0.0;
  /** They have yet to be computed, by a model: a round for each of them. */
  bool takes_rounds = false;
};

struct DraftLimits {
  /** Most drafts of the step. */
  std::uint32_t max_tokens;
  /** How long the step may take with them. */
  double max_ms;
  /** What a round takes, in steps without drafts. Those who draft do so in the same rounds. */
  double steps_per_round = 0.0;
};

/** Most tokens of a draft. */
constexpr std::uint32_t kLongestDraft = 15;

/** Tokens that a step is expected to give a sequence: one, and those of its draft. */
double expected_tokens(double hit_rate, std::uint32_t num_drafts);

/**
 * How much of each draft to compute in a step: what is expected to give most tokens in the same
 * time, as long as it gives clearly more than without drafts and no sequence of the step is
 * expected to become slower for the drafts of others. Pure.
 *
 * Larger numbers of drafts are tried only when what smaller ones cost has been measured.
 */
std::vector<std::uint32_t> choose_draft_lengths(std::span<const DraftChance> chances,
                                                const StepCosts& costs, const DraftLimits& limits);

}  // namespace samewire
