#include "speculate/drafting-costs.h"

namespace samewire {
namespace {

/** Before anything is known: what is worth drafting with is small. */
constexpr double kRoundGuess = 0.1;
constexpr double kTokenGuess = 1.0 / 64;
/** Fewer tokens say more about what reading costs whatever it reads. */
constexpr std::uint32_t kTellingTokens = 16;
/** What was measured so many steps ago is forgotten: the machine may have other work now. */
constexpr std::uint64_t kMaxAge = 2048;

}  // namespace

// The first of a kind also pays for buffers that the others find.
bool DraftingCosts::is_known(const Estimate& estimate) const {
  return estimate.num_measured > 1 && num_steps_ - estimate.measured_at <= kMaxAge;
}

/** As of steps: what was held up says little, what was quick says what is possible. */
void DraftingCosts::record(Estimate& estimate, double milliseconds) const {
  constexpr double kUp = 0.2;
  constexpr double kDown = 0.4;
  const double weight = milliseconds > estimate.milliseconds ? kUp : kDown;
  if (is_known(estimate)) {
    estimate.milliseconds += weight * (milliseconds - estimate.milliseconds);
  } else {
    estimate.milliseconds = milliseconds;
  }
  ++estimate.num_measured;
  estimate.measured_at = num_steps_;
}

void DraftingCosts::record_round(std::uint32_t num_sequences, double milliseconds) {
  if (num_sequences >= rounds_.size()) rounds_.resize(num_sequences + 1);
  record(rounds_[num_sequences], milliseconds);
}

void DraftingCosts::record_reading(std::uint32_t num_tokens, double milliseconds) {
  if (num_tokens >= kTellingTokens) record(token_, milliseconds / num_tokens);
}

double DraftingCosts::round_ms(std::uint32_t num_sequences, double plain_step_ms) const {
  const bool is_measured =
      num_sequences < rounds_.size() && is_known(rounds_[num_sequences]);
  return is_measured ? rounds_[num_sequences].milliseconds : kRoundGuess * plain_step_ms;
}

double DraftingCosts::token_ms(double plain_step_ms) const {
  return is_known(token_) ? token_.milliseconds : kTokenGuess * plain_step_ms;
}

}  // namespace samewire
