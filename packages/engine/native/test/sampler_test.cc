#include "sampling/sampler.h"

#include <cmath>
#include <cstddef>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "fixtures.h"
#include "random.h"
#include "testing.h"

namespace samewire {
namespace {

using testing::number_vocabulary;

SamplingParams greedy() {
  SamplingParams params;
  params.temperature = 0.0F;
  return params;
}

std::vector<float> logits_with(const std::vector<std::pair<Token, float>>& values) {
  std::vector<float> logits(50, 0.0F);
  for (const auto& [token, logit] : values) logits[static_cast<std::size_t>(token)] = logit;
  return logits;
}

/** Draws many times with different seeds; how often each token came. */
std::map<Token, int> draw_often(SamplingParams params, const std::vector<float>& logits) {
  const Vocabulary vocabulary = number_vocabulary();
  std::map<Token, int> counts;
  for (std::uint32_t seed = 0; seed < 4000; ++seed) {
    params.seed = seed;
    ++counts[*Sampler(params, vocabulary, {}).sample(logits)];
  }
  return counts;
}

TEST("temperature 0 takes the most probable token") {
  const Vocabulary vocabulary = number_vocabulary();
  Sampler sampler(greedy(), vocabulary, {});
  CHECK_EQUAL(*sampler.sample(logits_with({{7, 2.0F}, {9, 3.0F}})), 9);
}

TEST("temperature 1 draws tokens as often as their probability says") {
  std::vector<float> logits(50, -std::numeric_limits<float>::infinity());
  logits[3] = std::log(0.75F);
  logits[4] = std::log(0.25F);
  const auto counts = draw_often({}, logits);
  CHECK_EQUAL(counts.size(), 2U);
  CHECK(std::abs(counts.at(3) / 4000.0 - 0.75) < 0.03);
}

TEST("equal seeds give equal draws") {
  const Vocabulary vocabulary = number_vocabulary();
  SamplingParams params;
  params.seed = 42;
  const std::vector<float> logits = logits_with({});
  Sampler first(params, vocabulary, {});
  Sampler second(params, vocabulary, {});
  for (int i = 0; i < 20; ++i) CHECK_EQUAL(*first.sample(logits), *second.sample(logits));
}

TEST("top-k draws only from the k best tokens, and from all of them") {
  SamplingParams params;
  params.top_k = 3;
  const auto counts = draw_often(params, logits_with({{5, 1.0F}, {6, 1.1F}, {7, 1.2F}}));
  CHECK_EQUAL(counts.size(), 3U);
  CHECK(counts.contains(5) && counts.contains(6) && counts.contains(7));
}

TEST("top-k finds the best tokens of a large vocabulary wherever they are") {
  const Vocabulary vocabulary = number_vocabulary(2000);
  testing::Random random(11);
  for (int round = 0; round < 50; ++round) {
    std::vector<float> logits(2000);
    for (float& logit : logits) logit = static_cast<float>(random.below(1000)) / 100.0F;
    const auto best = random.below(2000);
    const auto second = (best + 1 + random.below(1999)) % 2000;
    logits[best] = logits[second] = 20.0F;
    std::map<Token, int> counts;
    SamplingParams params;
    params.top_k = 2;
    for (params.seed = 0; params.seed < 40; ++params.seed) {
      ++counts[*Sampler(params, vocabulary, {}).sample(logits)];
    }
    CHECK_EQUAL(counts.size(), 2U);
    CHECK(counts.contains(static_cast<Token>(best)) && counts.contains(static_cast<Token>(second)));
  }
}

TEST("top-p draws only from the smallest set that reaches p") {
  SamplingParams params;
  params.top_p = 0.5F;
  const auto counts = draw_often(params, logits_with({{5, 9.0F}, {6, 8.9F}}));
  CHECK_EQUAL(counts.size(), 1U);
  CHECK(counts.contains(5));
}

TEST("min-p drops tokens far less probable than the best") {
  SamplingParams params;
  params.min_p = 0.5F;
  const auto counts = draw_often(params, logits_with({{5, 5.0F}, {6, 4.9F}}));
  CHECK_EQUAL(counts.size(), 2U);
}

TEST("top-n-sigma drops tokens whose logits are many deviations below the best, also greedily") {
  // Of 50 logits two stand out: the deviation is about 2.
  SamplingParams params;
  params.top_n_sigma = 1.0F;
  const auto counts = draw_often(params, logits_with({{5, 10.0F}, {6, 9.9F}}));
  CHECK_EQUAL(counts.size(), 2U);
  params.top_n_sigma = 0.01F;
  CHECK_EQUAL(draw_often(params, logits_with({{5, 10.0F}, {6, 9.9F}})).size(), 1U);
  params.temperature = 0.0F;
  const Vocabulary vocabulary = number_vocabulary();
  CHECK_EQUAL(*Sampler(params, vocabulary, {}).sample(logits_with({{5, 10.0F}})), 5);
}

TEST("XTC leaves only the least probable of those above its threshold") {
  SamplingParams params;
  params.xtc_probability = 1.0F;
  params.xtc_threshold = 0.1F;
  const auto counts = draw_often(params, logits_with({{5, 20.0F}, {6, 19.0F}, {7, 18.5F}}));
  CHECK_EQUAL(counts.size(), 1U);
  CHECK(counts.contains(7));
  params.xtc_probability = 0.5F;
  const auto mixed = draw_often(params, logits_with({{5, 20.0F}, {6, 19.0F}, {7, 18.5F}}));
  CHECK_EQUAL(mixed.size(), 3U);
}

TEST("a dynamic temperature is lower where the model is sure") {
  SamplingParams params;
  params.dynatemp_range = 0.99F;
  const std::vector<float> sure = logits_with({{5, 8.0F}});
  CHECK(draw_often(params, sure)[5] > draw_often({}, sure)[5]);
}

TEST("Mirostat of both versions draws, and no cut has an effect beside it") {
  for (const std::int32_t version : {1, 2}) {
    SamplingParams params;
    params.mirostat = version;
    params.top_k = 1;
    const auto counts = draw_often(params, logits_with({{5, 2.0F}, {6, 2.0F}}));
    CHECK(counts.size() > 1);
  }
}

TEST("Mirostat learns: where answers may hardly surprise, what is improbable seldom comes") {
  const Vocabulary vocabulary = number_vocabulary();
  // The first token has about half of all probability.
  const std::vector<float> logits = logits_with({{5, 4.0F}});
  for (const std::int32_t version : {1, 2}) {
    SamplingParams params;
    params.mirostat = version;
    params.mirostat_tau = 0.1F;
    Sampler sampler(params, vocabulary, {});
    int num_probable = 0;
    for (int i = 0; i < 1000; ++i) num_probable += *sampler.sample(logits) == 5 ? 1 : 0;
    CHECK(num_probable > 900);
  }
}

TEST("an adaptive target prefers tokens of about that probability") {
  SamplingParams params;
  // Of 0.93 and 0.05; what is far less probable is left out first.
  params.min_p = 0.01F;
  const std::vector<float> logits = logits_with({{5, 8.0F}, {6, 5.1F}});
  const int num_plain = draw_often(params, logits)[6];
  params.adaptive_target = 0.05F;
  CHECK(draw_often(params, logits)[6] > 5 * num_plain);
}

TEST("DRY keeps a greedy answer from repeating itself") {
  const Vocabulary vocabulary = number_vocabulary();
  const std::vector<Token> prompt{1, 2, 3, 4, 1, 2, 3};
  const std::vector<float> logits = logits_with({{4, 5.0F}, {9, 4.9F}});
  SamplingParams params = greedy();
  CHECK_EQUAL(*Sampler(params, vocabulary, prompt).sample(logits), 4);
  params.dry.multiplier = 0.8F;
  CHECK_EQUAL(*Sampler(params, vocabulary, prompt).sample(logits), 9);
}

TEST("a repetition penalty looks at no more than its window") {
  const Vocabulary vocabulary = number_vocabulary();
  const std::vector<Token> prompt{4, 1, 2, 3};
  const std::vector<float> logits = logits_with({{4, 5.0F}, {9, 4.9F}});
  SamplingParams params = greedy();
  params.repetition_penalty = 2.0F;
  CHECK_EQUAL(*Sampler(params, vocabulary, prompt).sample(logits), 9);
  params.repetition_window = 4;
  CHECK_EQUAL(*Sampler(params, vocabulary, prompt).sample(logits), 9);
  params.repetition_window = 3;
  CHECK_EQUAL(*Sampler(params, vocabulary, prompt).sample(logits), 4);
}

TEST("a logit bias can make a token certain or impossible") {
  const Vocabulary vocabulary = number_vocabulary();
  SamplingParams params = greedy();
  params.logit_bias = {{9, -100.0F}, {8, 50.0F}};
  Sampler sampler(params, vocabulary, {});
  CHECK_EQUAL(*sampler.sample(logits_with({{9, 3.0F}})), 8);
}

TEST("the frequency penalty grows with every occurrence, the presence penalty does not") {
  const Vocabulary vocabulary = number_vocabulary();
  const std::vector<float> logits = logits_with({{1, 10.0F}, {2, 7.5F}});
  SamplingParams params = greedy();
  params.frequency_penalty = 1.0F;
  Sampler frequency(params, vocabulary, {});
  for (int i = 0; i < 3; ++i) CHECK_EQUAL(*frequency.sample(logits), 1);
  CHECK_EQUAL(*frequency.sample(logits), 2);

  params.frequency_penalty = 0.0F;
  params.presence_penalty = 2.0F;
  Sampler presence(params, vocabulary, {});
  for (int i = 0; i < 6; ++i) CHECK_EQUAL(*presence.sample(logits), 1);
}

TEST("frequency and presence penalties do not count the prompt") {
  const Vocabulary vocabulary = number_vocabulary();
  SamplingParams params = greedy();
  params.frequency_penalty = 2.0F;
  params.presence_penalty = 2.0F;
  const std::vector<Token> prompt(20, 1);
  Sampler sampler(params, vocabulary, prompt);
  CHECK_EQUAL(*sampler.sample(logits_with({{1, 10.0F}, {2, 9.0F}})), 1);
}

TEST("the repetition penalty counts the prompt, and shrinks positive and negative logits") {
  const Vocabulary vocabulary = number_vocabulary();
  SamplingParams params = greedy();
  params.repetition_penalty = 2.0F;
  const std::vector<Token> prompt{1, 3};
  Sampler positive(params, vocabulary, prompt);
  CHECK_EQUAL(*positive.sample(logits_with({{1, 10.0F}, {2, 6.0F}})), 2);

  std::vector<float> negative_logits(50, -9.0F);
  negative_logits[3] = -4.0F;
  negative_logits[4] = -5.0F;
  Sampler negative(params, vocabulary, prompt);
  CHECK_EQUAL(*negative.sample(negative_logits), 4);
}

TEST("end-of-generation tokens are impossible before min_tokens, and always if ignored") {
  const Vocabulary vocabulary = number_vocabulary();
  const std::vector<float> logits = logits_with({{0, 10.0F}, {5, 1.0F}});
  SamplingParams params = greedy();
  params.min_tokens = 2;
  Sampler delayed(params, vocabulary, {});
  CHECK_EQUAL(*delayed.sample(logits), 5);
  CHECK_EQUAL(*delayed.sample(logits), 5);
  CHECK_EQUAL(*delayed.sample(logits), 0);

  params.min_tokens = 0;
  params.ignore_end_of_generation = true;
  Sampler ignoring(params, vocabulary, {});
  for (int i = 0; i < 5; ++i) CHECK_EQUAL(*ignoring.sample(logits), 5);
}

TEST("logits that are no numbers give no token instead of a wrong one") {
  const Vocabulary vocabulary = number_vocabulary();
  const std::vector<float> broken(50, std::numeric_limits<float>::quiet_NaN());
  CHECK(!Sampler(greedy(), vocabulary, {}).sample(broken).has_value());
  CHECK(!Sampler({}, vocabulary, {}).sample(broken).has_value());
}

TEST("a few broken logits do not keep the others from being drawn") {
  std::vector<float> logits(50, std::numeric_limits<float>::quiet_NaN());
  logits[4] = 1.0F;
  const auto counts = draw_often({}, logits);
  CHECK_EQUAL(counts.size(), 1U);
  CHECK(counts.contains(4));
}

}  // namespace
}  // namespace samewire
