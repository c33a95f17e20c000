#include "request-check.h"

#include <cmath>
#include <functional>
#include <limits>

#include "fixtures.h"
#include "testing.h"

namespace samewire {
namespace {

using testing::greedy_request;
using testing::number_vocabulary;

std::optional<Fault> check(const std::function<void(Request&)>& change) {
  Request request = greedy_request(1, {1, 2, 3}, 10);
  change(request);
  return check_request(request, number_vocabulary(), 20);
}

void expect_invalid(const std::string& field, const std::function<void(Request&)>& change) {
  const auto fault = check(change);
  CHECK(fault.has_value());
  CHECK(fault->code == ErrorCode::kInvalidParams);
  CHECK_EQUAL(fault->field, field);
}

TEST("a sound request passes") {
  CHECK(!check([](Request&) {}).has_value());
}

TEST("every value out of its range is refused under its field's name") {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  expect_invalid("prompt", [](Request& r) { r.prompt.clear(); });
  expect_invalid("prompt", [](Request& r) { r.prompt[1] = 50; });
  expect_invalid("prompt", [](Request& r) { r.prompt[1] = -1; });
  expect_invalid("numChoices", [](Request& r) { r.num_choices = 0; });
  expect_invalid("maxTokens", [](Request& r) { r.max_tokens = 0; });
  expect_invalid("stop", [](Request& r) { r.stop = {"a", ""}; });
  expect_invalid("temperature", [&](Request& r) { r.sampling.temperature = nan; });
  expect_invalid("temperature", [](Request& r) { r.sampling.temperature = -0.1F; });
  expect_invalid("topK", [](Request& r) { r.sampling.top_k = -1; });
  expect_invalid("topP", [](Request& r) { r.sampling.top_p = 0.0F; });
  expect_invalid("topP", [&](Request& r) { r.sampling.top_p = nan; });
  expect_invalid("minP", [](Request& r) { r.sampling.min_p = 1.5F; });
  expect_invalid("typicalP", [](Request& r) { r.sampling.typical_p = 0.0F; });
  expect_invalid("frequencyPenalty", [&](Request& r) { r.sampling.frequency_penalty = nan; });
  expect_invalid("presencePenalty", [](Request& r) { r.sampling.presence_penalty = INFINITY; });
  expect_invalid("repetitionPenalty", [](Request& r) { r.sampling.repetition_penalty = 0.0F; });
  expect_invalid("repetitionWindow", [](Request& r) { r.sampling.repetition_window = -2; });
  expect_invalid("topNSigma", [&](Request& r) { r.sampling.top_n_sigma = nan; });
  expect_invalid("xtcProbability", [](Request& r) { r.sampling.xtc_probability = 1.1F; });
  expect_invalid("xtcThreshold", [](Request& r) { r.sampling.xtc_threshold = -0.1F; });
  expect_invalid("dynatempRange", [](Request& r) { r.sampling.dynatemp_range = -1.0F; });
  expect_invalid("dynatempExponent", [&](Request& r) { r.sampling.dynatemp_exponent = nan; });
  expect_invalid("mirostat", [](Request& r) { r.sampling.mirostat = 3; });
  expect_invalid("mirostatTau", [](Request& r) { r.sampling.mirostat_tau = INFINITY; });
  expect_invalid("mirostatEta", [](Request& r) { r.sampling.mirostat_eta = -1.0F; });
  expect_invalid("adaptiveTarget", [&](Request& r) { r.sampling.adaptive_target = nan; });
  expect_invalid("adaptiveDecay", [](Request& r) { r.sampling.adaptive_decay = 1.0F; });
  expect_invalid("dryMultiplier", [](Request& r) { r.sampling.dry.multiplier = -1.0F; });
  expect_invalid("dryBase", [](Request& r) { r.sampling.dry.base = 0.5F; });
  expect_invalid("dryWindow", [](Request& r) { r.sampling.dry.window = -2; });
  expect_invalid("logitBias", [](Request& r) { r.sampling.logit_bias = {{99, 1.0F}}; });
  expect_invalid("logitBias", [&](Request& r) { r.sampling.logit_bias = {{1, nan}}; });
}

TEST("a tenant has a weight above 0") {
  for (const float weight : {0.0F, -1.0F, std::numeric_limits<float>::quiet_NaN()}) {
    expect_invalid("tenantWeight", [weight](Request& r) { r.tenant_weight = weight; });
  }
}

TEST("prompt and answer must fit the context length, to the token") {
  CHECK(!check([](Request& r) { r.max_tokens = 17; }).has_value());
  const auto fault = check([](Request& r) { r.max_tokens = 18; });
  CHECK(fault->code == ErrorCode::kContextLengthExceeded);
  CHECK_EQUAL(*fault->num_prompt_tokens, 3U);
  CHECK_EQUAL(*fault->max_tokens, 18U);
  CHECK_EQUAL(*fault->context_length, 20U);
}

TEST("a huge limit does not overflow the check") {
  CHECK(check([](Request& r) { r.max_tokens = UINT32_MAX; }).has_value());
}

TEST("without a limit there must be room for one token") {
  const auto fill = [](std::size_t size) {
    return [size](Request& r) {
      r.prompt.assign(size, 1);
      r.max_tokens.reset();
    };
  };
  CHECK(!check(fill(19)).has_value());
  CHECK(check(fill(20)).has_value());
}

}  // namespace
}  // namespace samewire
