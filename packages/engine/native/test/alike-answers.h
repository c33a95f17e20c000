#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "recording-sink.h"
#include "testing.h"

namespace samewire::testing {

/** Sums of floats in another order differ a little (logits_test.cc). */
inline constexpr float kTolerance = 0.01F;

/**
 * As probable, token by token, as long as the tokens are the same. Where two are nearly as probable, a
 * little can draw the other one, and what follows is another text; that happens rarely.
 */
inline void check_alike(const std::vector<Ending>& some, const std::vector<Ending>& others) {
  std::size_t num_alike = 0;
  std::size_t num_tokens = 0;
  for (std::size_t i = 0; i < some.size(); ++i) {
    CHECK_EQUAL(some[i].tokens.size(), others[i].tokens.size());
    const auto [first, other] = std::ranges::mismatch(some[i].tokens, others[i].tokens);
    const auto count = static_cast<std::size_t>(first - some[i].tokens.begin());
    for (std::size_t j = 0; j < count; ++j) {
      CHECK(std::abs(some[i].logprobs[j] - others[i].logprobs[j]) < kTolerance);
    }
    if (count == some[i].tokens.size()) CHECK_EQUAL(some[i].text, others[i].text);
    num_alike += count;
    num_tokens += some[i].tokens.size();
  }
  CHECK(2 * num_alike > num_tokens);
}

}  // namespace samewire::testing
