#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "grammar/grammar-use.h"
#include "media/media-chunk.h"
#include "model/adapter.h"
#include "sampling/dry.h"
#include "sampling/reasoning-use.h"
#include "types.h"

namespace samewire {

class OutputSyntax;

/** How the next token is chosen. The defaults change nothing but draw from the distribution. */
struct SamplingParams {
  /** ≥ 0; 0 takes the most probable token. */
  float temperature = 1.0F;
  /** Keep the k most probable tokens; 0 keeps all. */
  std::int32_t top_k = 0;
  /** Keep the smallest set of tokens that sums to this probability, in (0, 1]. */
  float top_p = 1.0F;
  /** Drop tokens less probable than this fraction of the best, in [0, 1]. */
  float min_p = 0.0F;
  /** Locally typical sampling, in (0, 1]; 1 is off. */
  float typical_p = 1.0F;
  /** Keep the tokens whose logits are at most so many standard deviations below the best; 0 is off. */
  float top_n_sigma = 0.0F;
  /** How often all but the least probable of the tokens above the threshold are left out, in [0, 1]. */
  float xtc_probability = 0.0F;
  /** In [0, 1]; above 0.5 there is never more than one such token. */
  float xtc_threshold = 0.1F;
  /** The temperature moves by up to so much either way with the entropy; 0 is off. */
  float dynatemp_range = 0.0F;
  /** How entropy becomes temperature. */
  float dynatemp_exponent = 1.0F;
  /** 1 or 2: Mirostat of that version draws, and of what cuts off tokens nothing applies; 0 is off. */
  std::int32_t mirostat = 0;
  /** The surprise that it aims at, in bits, and how fast it learns. */
  float mirostat_tau = 5.0F;
  float mirostat_eta = 0.1F;
  /** Prefers tokens of about this probability, in [0, 1]; negative is off. */
  float adaptive_target = -1.0F;
  /** How much of what was drawn before still counts, in [0, 0.99]. */
  float adaptive_decay = 0.9F;
  DryParams dry;
  /** Subtracted from a logit per earlier occurrence in the generated tokens. */
  float frequency_penalty = 0.0F;
  /** Subtracted once from the logit of every token that was generated before. */
  float presence_penalty = 0.0F;
  /** > 0; shrinks the logit of tokens seen in prompt or generated tokens; 1 is off. */
  float repetition_penalty = 1.0F;
  /** How many of the last tokens that looks at; -1: all. */
  std::int32_t repetition_window = -1;
  std::uint32_t seed = 0;
  std::vector<std::pair<Token, float>> logit_bias;
  bool ignore_end_of_generation = false;
  /** Nothing but the length limit ends a choice before this many tokens. */
  std::uint32_t min_tokens = 0;
};

/** One thing asked of the engine. Immutable once submitted, shared by its choices. */
struct Request {
  RequestId id = 0;
  std::vector<Token> prompt;
  /** What the prompt's media tokens stand for, in their order. */
  std::vector<PlacedMedia> media = {};
  std::uint32_t num_choices = 1;
  /** Most tokens to generate per choice; absent: what is left of the context length. */
  std::optional<std::uint32_t> max_tokens;
  SamplingParams sampling;
  std::vector<std::string> stop;
  /** Texts that end an answer by the rules of the chat template: no stop texts of the caller. */
  std::vector<std::string> end_texts = {};
  /** How to read the answers; absent: all of them is content. */
  std::shared_ptr<const OutputSyntax> output = nullptr;
  /** Control tokens whose names are part of the text, for `output` to find. Sorted. */
  std::vector<Token> shown_tokens = {};
  /** What its text has to keep to; absent: nothing. */
  std::optional<GrammarUse> grammar = std::nullopt;
  /** Its reasoning, to be counted and bounded; absent: its form is not known, or there is none. */
  std::optional<ReasoningUse> reasoning = std::nullopt;
  /** What its answers are likely to be, to be computed faster where they are; empty: not known. */
  std::vector<Token> prediction = {};
  /** Absent: no log probabilities. Otherwise how many alternatives come with each token. */
  std::optional<std::uint32_t> num_logprobs;
  /** Requests of higher priority are served first, and give up their cells last. */
  std::int32_t priority = 0;
  /** Whom the work is for: tenants get equal shares, times their weight. */
  TenantId tenant = 0;
  /** > 0. */
  float tenant_weight = 1.0F;
  /** Whose prefixes it may find in the cache, and who may find its own. */
  CacheScope cache_scope = 0;
  /** It fails if its first token has not come so many milliseconds after it was accepted. */
  std::optional<std::uint32_t> first_token_deadline_ms = std::nullopt;
  /**
   * Places in the prompt, rising, where a later conversation may branch off: ends of messages.
   * A memory that cannot be cut keeps a copy there.
   */
  std::vector<std::uint32_t> branch_points;
  /** Absent: the model as it is. Sets are told apart by address: equal sets should be one. */
  std::shared_ptr<const AdapterSet> adapters = nullptr;
};

/** Where its prefixes are looked for: adapters change what every cell holds. */
inline CacheScope cache_scope_of(const Request& request) {
  if (request.adapters == nullptr) return request.cache_scope;
  // Fibonacci hashing: near keys end far apart.
  return request.cache_scope ^ (request.adapters->key * 0x9E3779B97F4A7C15ULL);
}

/** Texts to be turned into vectors. Immutable once submitted. */
struct EmbeddingRequest {
  RequestId id = 0;
  /** Not empty, and none of them is. */
  std::vector<std::vector<Token>> inputs;
  std::int32_t priority = 0;
  TenantId tenant = 0;
  float tenant_weight = 1.0F;
};

}  // namespace samewire
