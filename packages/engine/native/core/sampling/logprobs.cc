#include "sampling/logprobs.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace samewire {

TokenLogprob compute_logprob(std::span<const float> logits, Token chosen, std::size_t num_top) {
  const float best = *std::ranges::max_element(logits);
  double sum = 0.0;
  for (const float logit : logits) sum += std::exp(static_cast<double>(logit - best));
  const double log_sum = static_cast<double>(best) + std::log(sum);
  const auto at = [&](Token token) {
    const double logit = logits[static_cast<std::size_t>(token)];
    return TokenProbability{token, static_cast<float>(logit - log_sum)};
  };

  TokenLogprob result{.chosen = at(chosen), .top = {}};
  if (num_top == 0) return result;
  std::vector<Token> order(logits.size());
  std::iota(order.begin(), order.end(), 0);
  const std::size_t num_kept = std::min(num_top, order.size());
  const auto more_probable = [&](Token a, Token b) {
    const float logit_a = logits[static_cast<std::size_t>(a)];
    const float logit_b = logits[static_cast<std::size_t>(b)];
    return logit_a != logit_b ? logit_a > logit_b : a < b;
  };
  std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(num_kept),
                    order.end(), more_probable);
  result.top.reserve(num_kept);
  for (std::size_t i = 0; i < num_kept; ++i) result.top.push_back(at(order[i]));
  return result;
}

}  // namespace samewire
