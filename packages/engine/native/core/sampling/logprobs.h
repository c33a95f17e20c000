#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "types.h"

namespace samewire {

struct TokenProbability {
  Token token;
  /** Natural logarithm of the probability. */
  float logprob;
};

/** How probable the model held a token before any sampler changed that, and what else it held so.
 */
struct TokenLogprob {
  TokenProbability chosen;
  /** The most probable tokens, best first; may include the chosen one. */
  std::vector<TokenProbability> top;
};

/** Log-softmax of `logits` at `chosen` and at the `num_top` best. Cost: one pass plus a selection.
 */
TokenLogprob compute_logprob(std::span<const float> logits, Token chosen, std::size_t num_top);

}  // namespace samewire
