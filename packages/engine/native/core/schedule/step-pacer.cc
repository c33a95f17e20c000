#include "schedule/step-pacer.h"

#include <algorithm>

namespace samewire {
namespace {

/** Before anything is known: small enough for a CPU, large enough to learn from. */
constexpr std::uint32_t kFirstBudget = 128;
/** Steps with fewer prompt tokens say more about noise than about tokens. */
constexpr std::uint32_t kTellingTokens = 8;
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

StepBudget StepPacer::budget(std::uint32_t max_tokens, const StepWork& work) const {
  const bool is_watched = work.num_decoding > 0;
  const bool fills_tile = work.num_decoding + work.num_prompt_tokens >= tile_;
  const bool is_apart =
      tile_is_dense_ && is_watched && work.num_prompt_tokens > 0 && fills_tile;
  if (is_apart && work.decoding_waits) return {.decodes = true, .max_tokens_with_prompts = 0};
  const std::uint32_t num_beside = is_apart ? 0 : work.num_decoding;
  const bool has_rest = tile_is_dense_ && work.num_prompt_tokens >= tile_;
  const auto rest =
      has_rest ? static_cast<std::uint32_t>(work.num_prompt_tokens % tile_) : 0;
  return {.decodes = !is_apart,
          .max_tokens_with_prompts =
              tokens_with_prompts(max_tokens, num_beside, rest, is_watched)};
}

std::uint32_t StepPacer::tokens_with_prompts(std::uint32_t max_tokens, std::uint32_t num_decoding,
                                             std::uint32_t rest, bool is_watched) const {
  double num_tokens = kFirstBudget;
  if (prefill_token_ms_ > 0.0) {
    const double available_ms = is_watched ? target_.step_ms - decode_ms_ : target_.quiet_step_ms;
    num_tokens = num_decoding + std::max(available_ms, 0.0) / prefill_token_ms_;
    if (!is_watched) num_tokens = std::max<double>(num_tokens, target_.min_quiet_tokens);
  }
  if (num_tokens >= max_tokens) {
    if (rest == 0 || max_tokens < tile_ + rest) return max_tokens;
    num_tokens = max_tokens;
  }
  const auto num_whole = static_cast<std::uint32_t>(std::max(num_tokens - rest, 0.0)) / tile_;
  const std::uint32_t num_tiles = std::max(num_whole, num_decoding / tile_ + 1);
  return std::min(max_tokens, num_tiles * tile_ + rest);
}

}  // namespace samewire
