#include "schedule/step-pacer.h"

#include <algorithm>

namespace samewire {
namespace {

/** Before anything is known: small enough for a CPU, large enough to learn from. */
constexpr std::uint32_t kFirstBudget = 128;
/** Steps with fewer prompt tokens say more about noise than about tokens. */
constexpr std::uint32_t kTellingTokens = 8;
/** Whole multiples let llama.cpp use again the graph of an earlier step. */
constexpr std::uint32_t kQuantum = 16;

/** Follows what is measured: one odd step changes little, a few alike decide. */
void follow(double& estimate, double measured) {
  constexpr double kWeight = 0.2;
  estimate = estimate == 0.0 ? measured : estimate + kWeight * (measured - estimate);
}

}  // namespace

void StepPacer::record(const StepTiming& timing) {
  if (timing.num_prefill_tokens == 0) {
    follow(decode_ms_, timing.milliseconds);
    return;
  }
  if (timing.num_prefill_tokens < kTellingTokens) return;
  // A decode is little more than one pass over the weights, which every step costs.
  const double rest = std::max(timing.milliseconds - decode_ms_, timing.milliseconds / 2);
  follow(prefill_token_ms_, rest / timing.num_prefill_tokens);
}

std::uint32_t StepPacer::prefill_budget(std::uint32_t max_tokens, bool beside_decode) const {
  if (prefill_token_ms_ == 0.0) return std::min(max_tokens, kFirstBudget);
  const double available_ms = beside_decode ? target_.step_ms - decode_ms_ : target_.quiet_step_ms;
  const double affordable = available_ms / prefill_token_ms_;
  if (affordable >= max_tokens) return max_tokens;
  const double at_least = std::max<double>(
      affordable, beside_decode ? target_.min_prefill_tokens : target_.min_quiet_tokens);
  const auto budget = static_cast<std::uint32_t>(at_least);
  return std::min(max_tokens, std::max(budget / kQuantum * kQuantum, std::min(budget, kQuantum)));
}

}  // namespace samewire
