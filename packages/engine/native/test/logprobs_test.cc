#include "sampling/logprobs.h"

#include <cmath>
#include <vector>

#include "testing.h"

namespace samewire {
namespace {

TEST("probabilities over the whole vocabulary sum to one") {
  const std::vector<float> logits{1.0F, -2.0F, 0.5F, 30.0F, 29.0F};
  double sum = 0.0;
  for (Token token = 0; token < 5; ++token) {
    sum += std::exp(compute_logprob(logits, token, 0).chosen.logprob);
  }
  CHECK(std::abs(sum - 1.0) < 1e-5);
}

TEST("the most probable tokens come best first, and no more than asked for") {
  const std::vector<float> logits{1.0F, 4.0F, 3.0F, 2.0F};
  const TokenLogprob result = compute_logprob(logits, 0, 2);
  CHECK_EQUAL(result.top.size(), 2U);
  CHECK_EQUAL(result.top[0].token, 1);
  CHECK_EQUAL(result.top[1].token, 2);
  CHECK_EQUAL(result.chosen.token, 0);
}

TEST("asking for more tokens than there are gives all") {
  CHECK_EQUAL(compute_logprob(std::vector<float>{1.0F, 2.0F}, 0, 20).top.size(), 2U);
}

}  // namespace
}  // namespace samewire
