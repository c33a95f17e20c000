#include "sampling/distribution.h"

#include <llama-cpp.h>

#include <cmath>
#include <limits>
#include <map>
#include <vector>

#include "random.h"
#include "testing.h"

namespace samewire {
namespace {

std::vector<float> random_logits(testing::Random& random, std::size_t size, float spread) {
  std::vector<float> logits(size);
  for (float& logit : logits) logit = spread * (static_cast<float>(random.below(1000)) / 500.0F - 1);
  return logits;
}

float highest(const std::vector<float>& logits) {
  float result = -std::numeric_limits<float>::infinity();
  for (const float logit : logits) result = logit > result ? logit : result;
  return result;
}

TEST("tokens come as often as temperature and logits say") {
  std::vector<float> logits(1000, -std::numeric_limits<float>::infinity());
  logits[3] = std::log(0.8F);
  logits[700] = std::log(0.2F);
  Distribution distribution(1);
  std::map<Token, int> counts;
  for (int i = 0; i < 20000; ++i) ++counts[distribution.draw(logits, logits[3], 0.5F)];
  CHECK_EQUAL(counts.size(), 2U);
  // At half the temperature odds of 4 to 1 become 16 to 1.
  CHECK(std::abs(counts[3] / 20000.0 - 16.0 / 17.0) < 0.01);
}

TEST("a seed draws what llama.cpp draws with it") {
  testing::Random random(3);
  for (std::uint32_t seed = 0; seed < 200; ++seed) {
    const std::vector<float> logits = random_logits(random, 5000, 12.0F);
    std::vector<llama_token_data> candidates;
    for (std::size_t i = 0; i < logits.size(); ++i) {
      candidates.push_back({static_cast<Token>(i), logits[i], 0.0F});
    }
    llama_token_data_array array{candidates.data(), candidates.size(), -1, false};
    const llama_sampler_ptr theirs(llama_sampler_init_dist(seed));
    llama_sampler_apply(theirs.get(), &array);
    CHECK_EQUAL(Distribution(seed).draw(logits, highest(logits), 1.0F), array.data[array.selected].id);
  }
}

TEST("what cannot be drawn never is, however the logits lie") {
  testing::Random random(5);
  for (int round = 0; round < 2000; ++round) {
    std::vector<float> logits = random_logits(random, 1 + random.below(700), 200.0F);
    for (float& logit : logits) {
      if (random.one_in(3)) logit = -std::numeric_limits<float>::infinity();
      if (random.one_in(7)) logit = std::numeric_limits<float>::quiet_NaN();
    }
    logits[random.below(static_cast<std::uint32_t>(logits.size()))] = 1.0F;
    const Token token = Distribution(random.below(1000)).draw(logits, highest(logits), 0.7F);
    CHECK(std::isfinite(logits.at(static_cast<std::size_t>(token))));
  }
}

}  // namespace
}  // namespace samewire
