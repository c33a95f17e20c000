#include "speculate/step-costs.h"

#include <algorithm>
#include <bit>

namespace samewire {
namespace {

/** Before anything is known. A little is better tried than never learnt. */
constexpr double kFirstGuess = 0.5;
/** Steps with drafts after which one without is measured again. */
constexpr std::uint64_t kPlainAge = 128;
/** What was measured so many steps ago is forgotten: the machine may have other work now. */
constexpr std::uint64_t kExtraAge = 2048;
constexpr std::uint32_t kFewestPlain = 2;

/** A step that something held up says little; one that was quick says what is possible. */
void follow(double& estimate, double measured) {
  constexpr double kUp = 0.2;
  constexpr double kDown = 0.4;
  estimate += (measured > estimate ? kUp : kDown) * (measured - estimate);
}

}  // namespace

std::size_t StepCosts::size_of(std::uint32_t num_drafts) {
  return std::min(static_cast<std::size_t>(std::bit_width(num_drafts)), kSizes) - 1;
}

const StepCosts::Costs* StepCosts::find(std::uint32_t num_sequences) const {
  return num_sequences < costs_.size() ? &costs_[num_sequences] : nullptr;
}

// The first of a kind also pays for buffers and plans that the others find.
bool StepCosts::is_known(const Extra& extra) const {
  return extra.num_measured > 1 && num_records_ - extra.measured_at <= kExtraAge;
}

void StepCosts::record(std::uint32_t num_sequences, std::uint32_t num_drafts,
                       double milliseconds) {
  ++num_records_;
  if (num_sequences >= costs_.size()) costs_.resize(num_sequences + 1);
  Costs& costs = costs_[num_sequences];
  if (num_drafts == 0) {
    // After a step of another kind a part of its costs is left to this one.
    if (last_plain_ == num_sequences) {
      costs.plain_at = num_records_;
      if (costs.num_plain++ == 0) costs.plain_ms = milliseconds;
      follow(costs.plain_ms, milliseconds);
    }
    last_plain_ = num_sequences;
    return;
  }
  last_plain_ = 0;
  if (costs.plain_ms <= 0.0) return;
  Extra& extra = costs.extras[size_of(num_drafts)];
  const double measured = std::max(0.0, (milliseconds / costs.plain_ms - 1.0) / num_drafts);
  if (!is_known(extra)) extra.per_draft = measured;
  if (num_records_ - extra.measured_at > kExtraAge) extra.num_measured = 0;
  follow(extra.per_draft, measured);
  ++extra.num_measured;
  extra.measured_at = num_records_;
}

double StepCosts::plain_ms(std::uint32_t num_sequences) const {
  const Costs* costs = find(num_sequences);
  return costs == nullptr ? 0.0 : costs->plain_ms;
}

bool StepCosts::needs_plain(std::uint32_t num_sequences) const {
  const Costs* costs = find(num_sequences);
  return costs == nullptr || costs->num_plain < kFewestPlain ||
         num_records_ - costs->plain_at > kPlainAge;
}

bool StepCosts::has_measured(std::uint32_t num_sequences, std::uint32_t num_drafts) const {
  const Costs* costs = find(num_sequences);
  return costs != nullptr && is_known(costs->extras[size_of(num_drafts)]);
}

double StepCosts::num_steps(std::uint32_t num_sequences, std::uint32_t num_drafts) const {
  if (num_drafts == 0) return 1.0;
  double per_draft = kFirstGuess / std::max(num_sequences, 1U);
  if (const Costs* costs = find(num_sequences)) {
    // Without a measure of its own, what fewer drafts cost is the best there is.
    for (std::size_t size = size_of(num_drafts) + 1; size-- > 0;) {
      if (!is_known(costs->extras[size])) continue;
      per_draft = costs->extras[size].per_draft;
      break;
    }
  }
  return 1.0 + per_draft * num_drafts;
}

}  // namespace samewire
