#include "sampling/dry.h"

#include <llama-cpp.h>

#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "fixtures.h"
#include "model/model.h"
#include "random.h"
#include "testing.h"
#include "tiny-model-file.h"

namespace samewire {
namespace {

using testing::vocabulary_of;

/** What of each token's logit is taken away after a text. */
std::map<Token, float> penalties(const DryParams& params, const Vocabulary& vocabulary,
                                 const std::vector<Token>& text) {
  Dry dry(params, vocabulary);
  for (const Token token : text) dry.push(token);
  std::vector<float> logits(vocabulary.size(), 0.0F);
  dry.apply(logits);
  std::map<Token, float> taken;
  for (std::size_t i = 0; i < logits.size(); ++i) {
    if (logits[i] != 0.0F) taken[static_cast<Token>(i)] = -logits[i];
  }
  return taken;
}

TEST("a token that would make a repetition longer than allowed loses, the more the longer it is") {
  const Vocabulary vocabulary = vocabulary_of({"a", "b", "c", "d", "e"});
  const DryParams params{.multiplier = 0.5F, .base = 2.0F, .allowed_length = 2};
  CHECK(penalties(params, vocabulary, {0, 1, 4, 0}).empty());
  CHECK((penalties(params, vocabulary, {0, 1, 2, 4, 0, 1}) == std::map<Token, float>{{2, 0.5F}}));
  CHECK((penalties(params, vocabulary, {0, 1, 2, 3, 4, 0, 1, 2}) ==
         std::map<Token, float>{{3, 1.0F}}));
}

TEST("no repetition reaches beyond a breaker, also where tokens share it") {
  const Vocabulary vocabulary = vocabulary_of({"a", "b", "c", ".", "\n", "x\n"});
  DryParams params{.multiplier = 1.0F, .allowed_length = 2, .breakers = {".\n"}};
  const std::vector<Token> broken{0, 1, 2, 0, 3, 4, 1};
  CHECK(penalties(params, vocabulary, broken).empty());
  const std::vector<Token> whole{0, 3, 1, 2, 0, 3, 1};
  CHECK(penalties(params, vocabulary, whole).contains(2));
  // What breaks is never made less likely itself.
  params.breakers = {"\n"};
  CHECK(penalties(params, vocabulary, {0, 1, 5, 0, 1}).empty());
}

TEST("only the last tokens of a window count") {
  const Vocabulary vocabulary = vocabulary_of({"a", "b", "c", "d"});
  const std::vector<Token> text{0, 1, 2, 3, 3, 3, 0, 1};
  CHECK(penalties({.multiplier = 1.0F, .window = 8}, vocabulary, text).contains(2));
  CHECK(penalties({.multiplier = 1.0F, .window = 6}, vocabulary, text).empty());
}

TEST("a penalty never becomes infinite") {
  const Vocabulary vocabulary = vocabulary_of({"a", "b"});
  const auto taken = penalties({.multiplier = 1000.0F, .base = 1000.0F}, vocabulary,
                               std::vector<Token>(3000, 0));
  CHECK(std::isfinite(taken.at(0)));
}

TEST("the penalties are those of llama.cpp's sampler") {
  const auto file = testing::TinyModelFile::random();
  const auto model = Model::load({.path = file.path()}, [](float) { return true; });
  const Vocabulary& vocabulary = *model->vocabulary();
  testing::Random random(3);
  for (int round = 0; round < 300; ++round) {
    const DryParams params{.multiplier = 0.8F,
                           .base = 1.0F + static_cast<float>(random.below(3)),
                           .allowed_length = 1 + random.below(3),
                           .window = static_cast<std::int32_t>(4 + random.below(40)),
                           .breakers = {}};
    const llama_sampler_ptr theirs(llama_sampler_init_dry(
        llama_model_get_vocab(model->llama()), params.multiplier, params.base,
        static_cast<std::int32_t>(params.allowed_length), params.window, nullptr, 0));
    std::vector<Token> text(1 + random.below(50));
    // Few different tokens, so that there are many repetitions.
    for (Token& token : text) token = static_cast<Token>(10 + random.below(3));
    for (const Token token : text) llama_sampler_accept(theirs.get(), token);
    std::vector<llama_token_data> candidates;
    for (Token token = 0; vocabulary.contains(token); ++token) {
      candidates.push_back({token, 0.0F, 0.0F});
    }
    llama_token_data_array array{candidates.data(), candidates.size(), -1, false};
    llama_sampler_apply(theirs.get(), &array);
    const auto taken = penalties(params, vocabulary, text);
    for (const llama_token_data& candidate : candidates) {
      const auto place = taken.find(candidate.id);
      const float ours = place == taken.end() ? 0.0F : -place->second;
      CHECK(std::abs(ours - candidate.logit) <= 1e-5F * std::abs(candidate.logit));
    }
  }
}

}  // namespace
}  // namespace samewire
