#include "request-check.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace samewire {
namespace {

Fault invalid(std::string_view field, std::string_view expected) {
  return {.code = ErrorCode::kInvalidParams,
          .message = std::string(field) + ": expected " + std::string(expected) + ".",
          .field = std::string(field)};
}

bool is_fraction(float value) { return value >= 0.0F && value <= 1.0F; }
bool is_positive(float value) { return std::isfinite(value) && value > 0.0F; }
bool is_not_negative(float value) { return std::isfinite(value) && value >= 0.0F; }

std::optional<Fault> check_further_samplers(const SamplingParams& params) {
  if (!is_not_negative(params.top_n_sigma)) return invalid("topNSigma", "a number of at least 0");
  if (!is_fraction(params.xtc_probability)) {
    return invalid("xtcProbability", "a number between 0 and 1");
  }
  if (!is_fraction(params.xtc_threshold)) return invalid("xtcThreshold", "a number between 0 and 1");
  if (!is_not_negative(params.dynatemp_range)) {
    return invalid("dynatempRange", "a number of at least 0");
  }
  if (!is_not_negative(params.dynatemp_exponent)) {
    return invalid("dynatempExponent", "a number of at least 0");
  }
  if (params.mirostat < 0 || params.mirostat > 2) return invalid("mirostat", "0, 1 or 2");
  if (!is_not_negative(params.mirostat_tau)) {
    return invalid("mirostatTau", "a number of at least 0");
  }
  if (!is_not_negative(params.mirostat_eta)) {
    return invalid("mirostatEta", "a number of at least 0");
  }
  if (!(params.adaptive_target <= 1.0F)) return invalid("adaptiveTarget", "a number of at most 1");
  if (!(is_fraction(params.adaptive_decay) && params.adaptive_decay <= 0.99F)) {
    return invalid("adaptiveDecay", "a number between 0 and 0.99");
  }
  return std::nullopt;
}

std::optional<Fault> check_dry(const DryParams& dry) {
  if (!is_not_negative(dry.multiplier)) return invalid("dryMultiplier", "a number of at least 0");
  if (!(std::isfinite(dry.base) && dry.base >= 1.0F)) {
    return invalid("dryBase", "a number of at least 1");
  }
  if (dry.window < -1) return invalid("dryWindow", "an integer of at least -1");
  return std::nullopt;
}

std::optional<Fault> check_sampling(const SamplingParams& params, const Vocabulary& vocabulary) {
  if (!(std::isfinite(params.temperature) && params.temperature >= 0.0F)) {
    return invalid("temperature", "a number of at least 0");
  }
  if (params.top_k < 0) return invalid("topK", "an integer of at least 0");
  if (!(is_fraction(params.top_p) && params.top_p > 0.0F)) {
    return invalid("topP", "a number above 0 and at most 1");
  }
  if (!is_fraction(params.min_p)) return invalid("minP", "a number between 0 and 1");
  if (!(is_fraction(params.typical_p) && params.typical_p > 0.0F)) {
    return invalid("typicalP", "a number above 0 and at most 1");
  }
  if (!std::isfinite(params.frequency_penalty)) return invalid("frequencyPenalty", "a number");
  if (!std::isfinite(params.presence_penalty)) return invalid("presencePenalty", "a number");
  if (!is_positive(params.repetition_penalty) || !is_positive(1.0F / params.repetition_penalty)) {
    return invalid("repetitionPenalty", "a number above 0");
  }
  if (params.repetition_window < -1) {
    return invalid("repetitionWindow", "an integer of at least -1");
  }
  if (const auto fault = check_further_samplers(params)) return fault;
  if (const auto fault = check_dry(params.dry)) return fault;
  for (const auto& [token, bias] : params.logit_bias) {
    if (!vocabulary.contains(token)) return invalid("logitBias", "token ids of the vocabulary");
    // +inf would leave nothing to draw from; -inf forbids and is fine.
    if (std::isnan(bias) || (std::isinf(bias) && bias > 0.0F)) {
      return invalid("logitBias", "numbers");
    }
  }
  return std::nullopt;
}

/** Tokens of the vocabulary, media where they are said to be, and something to say at the end. */
bool is_readable(const Request& request, const Vocabulary& vocabulary) {
  std::size_t place = 0;
  for (const PlacedMedia& media : request.media) {
    if (media.begin < place || media.end() >= request.prompt.size()) return false;
    for (; place < media.begin; ++place) {
      if (!vocabulary.contains(request.prompt[place])) return false;
    }
    const auto rows = std::span(request.prompt).subspan(place, media.chunk->num_rows());
    if (!std::ranges::equal(rows, media.chunk->tokens)) return false;
    place = media.end();
  }
  return std::ranges::all_of(std::span(request.prompt).subspan(place),
                             [&](Token token) { return vocabulary.contains(token); });
}

std::optional<Fault> check_length(const Request& request, std::uint32_t context_length) {
  const std::uint64_t num_prompt = request.prompt.size();
  const std::uint64_t num_wanted = num_prompt + request.max_tokens.value_or(1);
  if (num_wanted <= context_length) return std::nullopt;
  std::string message = "The prompt has " + std::to_string(num_prompt) + " tokens";
  if (request.max_tokens) {
    message += " and up to " + std::to_string(*request.max_tokens) + " are to be generated";
  }
  message += ", but the context length is " + std::to_string(context_length) + " tokens.";
  return Fault{.code = ErrorCode::kContextLengthExceeded,
               .message = message,
               .num_prompt_tokens = static_cast<std::uint32_t>(num_prompt),
               .max_tokens = request.max_tokens,
               .context_length = context_length};
}

}  // namespace

std::optional<Fault> check_request(const Request& request, const Vocabulary& vocabulary,
                                   std::uint32_t context_length) {
  if (request.prompt.empty()) return invalid("prompt", "at least one token");
  if (!is_readable(request, vocabulary)) return invalid("prompt", "token ids of the vocabulary");
  for (const Token token : request.prediction) {
    if (!vocabulary.contains(token)) return invalid("prediction", "token ids of the vocabulary");
  }
  if (request.num_choices < 1 || request.num_choices > 1024) {
    return invalid("numChoices", "an integer between 1 and 1024");
  }
  if (request.max_tokens && *request.max_tokens < 1) {
    return invalid("maxTokens", "an integer of at least 1");
  }
  for (const std::string& stop : request.stop) {
    if (stop.empty()) return invalid("stop", "texts that are not empty");
  }
  if (!std::isfinite(request.tenant_weight) || request.tenant_weight <= 0.0F) {
    return invalid("tenantWeight", "a number above 0");
  }
  if (auto fault = check_sampling(request.sampling, vocabulary)) return fault;
  return check_length(request, context_length);
}

std::optional<Fault> check_request(const EmbeddingRequest& request, const Vocabulary& vocabulary,
                                   const EmbedderLimits& limits) {
  // Events carry the place of an input in 16 bits.
  constexpr std::size_t kMaxInputs = 65'535;
  if (request.inputs.empty() || request.inputs.size() > kMaxInputs) {
    return invalid("inputs", "between 1 and 65535 texts");
  }
  for (const std::vector<Token>& input : request.inputs) {
    if (input.empty()) return invalid("inputs", "texts that are not empty");
    if (!std::ranges::all_of(input, [&](Token token) { return vocabulary.contains(token); })) {
      return invalid("inputs", "token ids of the vocabulary");
    }
    if (input.size() <= limits.max_input_tokens) continue;
    return Fault{.code = ErrorCode::kContextLengthExceeded,
                 .message = "An input has " + std::to_string(input.size()) +
                            " tokens, but at most " +
                            std::to_string(limits.max_input_tokens) + " are taken.",
                 .num_prompt_tokens = static_cast<std::uint32_t>(input.size()),
                 .context_length = limits.max_input_tokens};
  }
  if (!std::isfinite(request.tenant_weight) || request.tenant_weight <= 0.0F) {
    return invalid("tenantWeight", "a number above 0");
  }
  return std::nullopt;
}

}  // namespace samewire
