#include "sampling/distribution.h"

#include <llama-cpp.h>

#include <cmath>
#include <limits>
#include <map>
#include <random>
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

TEST("at any temperature a seed draws what the probabilities of the logits say") {
  testing::Random random(7);
  for (std::uint32_t seed = 0; seed < 200; ++seed) {
    const std::vector<float> logits = random_logits(random, 3000, 30.0F);
    const float best = highest(logits);
    const float temperature = 0.1F + static_cast<float>(random.below(200)) / 100.0F;
    std::vector<double> sums;
    double sum = 0.0;
    for (const float logit : logits) {
      sums.push_back(sum += std::exp(double{logit - best} / temperature));
    }
    std::mt19937 numbers(seed);
    const double drawn = sum * std::uniform_real_distribution<double>(0.0, 1.0)(numbers);
    const auto token = static_cast<std::size_t>(
        Distribution(seed).draw(logits, best, temperature));
    // Next to the end of a token's part, the last bit of a weight may decide.
    const double some_bits = 1e-6 * sum;
    CHECK(sums.at(token) >= drawn - some_bits);
    CHECK((token == 0 ? 0.0 : sums.at(token - 1)) <= drawn + some_bits);
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

TEST("the only possible token of a large vocabulary is always drawn, wherever it is") {
  testing::Random random(7);
  std::vector<float> logits(2000, -std::numeric_limits<float>::infinity());
  for (std::uint32_t seed = 0; seed < 500; ++seed) {
    const std::size_t only = random.below(2000);
    logits[only] = -3.0F;
    CHECK_EQUAL(Distribution(seed).draw(logits, -3.0F, 1.5F), static_cast<Token>(only));
    logits[only] = -std::numeric_limits<float>::infinity();
  }
}

}  // namespace
}  // namespace samewire
