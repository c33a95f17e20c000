#include "sampling/sampler.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "sampling/highest.h"

namespace samewire {
namespace {

constexpr float kForbidden = -std::numeric_limits<float>::infinity();

/** Logits that are looked at together while the best are searched for. */
constexpr std::size_t kCandidateBlock = 256;

// LLAMA_DEFAULT_SEED would mean "a random seed"; ours are always meant.
std::uint32_t meant_seed(std::uint32_t seed) {
  return seed == LLAMA_DEFAULT_SEED ? seed - 1 : seed;
}

/** Whether every token can be drawn, with the probability that the model and a temperature give. */
bool draws_from_all(const SamplingParams& params) {
  return params.top_k == 0 && params.typical_p >= 1.0F && params.top_p >= 1.0F &&
         params.min_p <= 0.0F && params.top_n_sigma <= 0.0F && params.xtc_probability <= 0.0F &&
         params.dynatemp_range <= 0.0F && params.mirostat == 0 && params.adaptive_target < 0.0F;
}

/** Mirostat decides by itself how many tokens are left to draw from. */
SamplingParams without_cuts(SamplingParams params) {
  if (params.mirostat == 0) return params;
  params.top_k = 0;
  params.typical_p = 1.0F;
  params.top_p = 1.0F;
  params.min_p = 0.0F;
  params.top_n_sigma = 0.0F;
  params.xtc_probability = 0.0F;
  params.dynatemp_range = 0.0F;
  return params;
}

/** Tokens that Mirostat 1 estimates by how the probabilities fall: as many as its paper takes. */
constexpr std::int32_t kMirostatTokens = 100;

llama_sampler* make_draw(const SamplingParams& params, std::size_t num_vocab) {
  const std::uint32_t seed = meant_seed(params.seed);
  if (params.mirostat == 1) {
    return llama_sampler_init_mirostat(static_cast<std::int32_t>(num_vocab), seed,
                                       params.mirostat_tau, params.mirostat_eta, kMirostatTokens);
  }
  if (params.mirostat == 2) {
    return llama_sampler_init_mirostat_v2(seed, params.mirostat_tau, params.mirostat_eta);
  }
  if (params.adaptive_target >= 0.0F) {
    return llama_sampler_init_adaptive_p(params.adaptive_target, params.adaptive_decay, seed);
  }
  return llama_sampler_init_dist(seed);
}

/** The chain after top-k. A step that changes nothing is left out. */
llama_sampler_ptr make_chain(const SamplingParams& params, std::size_t num_vocab) {
  llama_sampler_chain_params chain_params = llama_sampler_chain_default_params();
  chain_params.no_perf = true;
  llama_sampler_ptr chain(llama_sampler_chain_init(chain_params));
  const auto add = [&](llama_sampler* step) { llama_sampler_chain_add(chain.get(), step); };
  if (params.typical_p < 1.0F) add(llama_sampler_init_typical(params.typical_p, 1));
  if (params.top_p < 1.0F) add(llama_sampler_init_top_p(params.top_p, 1));
  if (params.min_p > 0.0F) add(llama_sampler_init_min_p(params.min_p, 1));
  if (params.xtc_probability > 0.0F) {
    add(llama_sampler_init_xtc(params.xtc_probability, params.xtc_threshold, 1,
                               meant_seed(params.seed)));
  }
  if (params.dynatemp_range > 0.0F) {
    add(llama_sampler_init_temp_ext(params.temperature, params.dynatemp_range,
                                    params.dynatemp_exponent));
  } else if (params.temperature != 1.0F) {
    add(llama_sampler_init_temp(params.temperature));
  }
  add(make_draw(params, num_vocab));
  return chain;
}

bool is_better(const llama_token_data& a, const llama_token_data& b) { return a.logit > b.logit; }

}  // namespace

Sampler::Sampler(const SamplingParams& params, const Vocabulary& vocabulary,
                 std::span<const Token> prompt, const std::optional<GrammarUse>& grammar,
                 std::span<const Token> shown_tokens,
                 const std::optional<ReasoningUse>& reasoning)
    : params_(without_cuts(params)),
      vocabulary_(&vocabulary),
      shown_tokens_(shown_tokens),
      seen_(params.repetition_window) {
  if (reasoning) reasoning_.emplace(*reasoning);
  if (grammar && grammar->lazy) {
    start_.emplace(*grammar->lazy, grammar->prefix);
    grammar_ = grammar->grammar;
  } else if (grammar) {
    matcher_.emplace(grammar->grammar);
    matcher_->accept(grammar->prefix);
  }
  if (params_.temperature > 0.0F) {
    if (draws_from_all(params_)) {
      distribution_.emplace(meant_seed(params_.seed));
    } else {
      chain_ = make_chain(params_, vocabulary.size());
    }
  }
  if (params_.repetition_penalty != 1.0F) {
    for (const Token token : prompt) {
      if (vocabulary.contains(token)) seen_.push(token);
    }
  }
  if (params_.dry.multiplier > 0.0F) {
    dry_.emplace(params_.dry, vocabulary);
    for (const Token token : prompt) dry_->push(token);
  }
}

std::optional<Token> Sampler::sample(std::span<const float> logits) {
  if (const auto forced = forced_token()) {
    remember(*forced);
    return forced;
  }
  std::span<const float> adjusted = adjust(logits);
  std::optional<Token> token = choose(adjusted);
  while (token && is_forbidden(*token)) {
    adjusted = to_adjusted(adjusted);
    adjusted_[static_cast<std::size_t>(*token)] = kForbidden;
    token = choose(adjusted);
  }
  if (!token) return std::nullopt;
  if (matcher_ && !fits_grammar(*token)) {
    token = choose(restrict_to_grammar(adjusted));
    is_stuck_ = !token;
    if (!token) return std::nullopt;
  }
  remember(*token);
  return token;
}

std::size_t Sampler::count_possible(std::span<const Token> tokens) const {
  // A copy of where the text has come to: cheap, and the grammar itself is shared.
  std::optional<GrammarMatcher> matcher = matcher_;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    // What a prompt holds besides text, such as an image, is no token of the vocabulary.
    if (!vocabulary_->contains(tokens[i]) || vocabulary_->ends_generation(tokens[i])) return i;
    if (!matcher) continue;
    const std::string_view text = text_of(tokens[i]);
    if (!matcher->allows(text)) return i;
    matcher->accept(text);
  }
  return tokens.size();
}

std::optional<Token> Sampler::forced_token() {
  if (!reasoning_) return std::nullopt;
  const std::optional<Token> forced = reasoning_->forced();
  if (!forced || !matcher_ || fits_grammar(*forced)) return forced;
  reasoning_->postpone();
  return std::nullopt;
}

bool Sampler::is_forbidden(Token token) const {
  return reasoning_ && !matcher_ && reasoning_->forbids(text_of(token));
}

std::optional<Token> Sampler::choose(std::span<const float> logits) {
  const Highest highest = find_highest(logits);
  if (!std::isfinite(highest.logit)) return std::nullopt;
  if (distribution_) return distribution_->draw(logits, highest.logit, params_.temperature);
  if (chain_ != nullptr) return draw(logits);
  return static_cast<Token>(highest.place);
}

std::string_view Sampler::text_of(Token token) const {
  const bool is_shown = std::ranges::binary_search(shown_tokens_, token);
  return is_shown ? vocabulary_->display_piece(token) : vocabulary_->piece(token);
}

bool Sampler::fits_grammar(Token token) {
  if (vocabulary_->ends_generation(token)) return matcher_->is_complete();
  return matcher_->allows(text_of(token));
}

std::span<const float> Sampler::to_adjusted(std::span<const float> logits) {
  if (logits.data() != adjusted_.data()) adjusted_.assign(logits.begin(), logits.end());
  return adjusted_;
}

std::span<const float> Sampler::restrict_to_grammar(std::span<const float> logits) {
  to_adjusted(logits);
  const TokenSet* allowed = matcher_->allowed_tokens();
  if (allowed == nullptr) {
    std::ranges::fill(adjusted_, kForbidden);
    return adjusted_;
  }
  // Names of tokens, and tokens that end, are in no tree of pieces.
  std::vector<std::pair<Token, float>> kept;
  const auto keep_fitting = [&](std::span<const Token> tokens) {
    for (const Token token : tokens) {
      if (fits_grammar(token)) kept.emplace_back(token, adjusted_[static_cast<std::size_t>(token)]);
    }
  };
  keep_fitting(shown_tokens_);
  keep_fitting(vocabulary_->end_of_generation_tokens());
  allowed->fill_others(adjusted_, kForbidden);
  for (const auto& [token, logit] : kept) adjusted_[static_cast<std::size_t>(token)] = logit;
  return adjusted_;
}

bool Sampler::has_penalties() const {
  return params_.frequency_penalty != 0.0F || params_.presence_penalty != 0.0F ||
         params_.repetition_penalty != 1.0F;
}

std::span<const float> Sampler::adjust(std::span<const float> logits) {
  const bool may_not_end = params_.ignore_end_of_generation || num_generated_ < params_.min_tokens;
  const bool has_suppressed = !vocabulary_->suppressed_tokens().empty();
  const bool has_sigma = params_.top_n_sigma > 0.0F;
  if (!may_not_end && !has_suppressed && !has_penalties() && params_.logit_bias.empty() && !dry_ &&
      !has_sigma) {
    return logits;
  }
  adjusted_.assign(logits.begin(), logits.end());
  const auto at = [&](Token token) -> float& { return adjusted_[static_cast<std::size_t>(token)]; };
  for (const auto& [token, bias] : params_.logit_bias) at(token) += bias;
  for (const Token token : vocabulary_->suppressed_tokens()) at(token) = kForbidden;
  if (may_not_end) {
    for (const Token token : vocabulary_->end_of_generation_tokens()) at(token) = kForbidden;
  }
  if (has_penalties()) apply_penalties();
  if (dry_) dry_->apply(adjusted_);
  if (has_sigma) apply_top_n_sigma();
  return adjusted_;
}

// The formulas are llama.cpp's (llama_sampler_init_penalties) and OpenAI's: repetition scales,
// frequency and presence subtract. Only the windows differ: ours are whole texts, unless asked.
void Sampler::apply_penalties() {
  for (const auto& [token, count] : seen_.counts()) {
    float& logit = adjusted_[static_cast<std::size_t>(token)];
    logit = logit > 0.0F ? logit / params_.repetition_penalty : logit * params_.repetition_penalty;
  }
  for (const auto& [token, count] : num_generated_of_) {
    adjusted_[static_cast<std::size_t>(token)] -=
        static_cast<float>(count) * params_.frequency_penalty + params_.presence_penalty;
  }
}

// The formula is llama.cpp's (llama_sampler_init_top_n_sigma).
void Sampler::apply_top_n_sigma() {
  double sum = 0.0;
  double sum_of_squares = 0.0;
  std::size_t count = 0;
  float best = kForbidden;
  for (const float logit : adjusted_) {
    if (!std::isfinite(logit)) continue;
    sum += logit;
    sum_of_squares += static_cast<double>(logit) * logit;
    best = std::max(best, logit);
    ++count;
  }
  if (count == 0) return;
  const double mean = sum / static_cast<double>(count);
  const double variance = sum_of_squares / static_cast<double>(count) - mean * mean;
  const auto least = best - params_.top_n_sigma * static_cast<float>(std::sqrt(std::max(variance, 0.0)));
  for (float& logit : adjusted_) {
    if (logit < least) logit = kForbidden;
  }
}

void Sampler::collect_candidates(std::span<const float> logits) {
  candidates_.clear();
  const auto limit = static_cast<std::size_t>(params_.top_k);
  const bool keeps_all = limit == 0 || limit >= logits.size();
  for (std::size_t begin = 0; begin < logits.size(); begin += kCandidateBlock) {
    const std::size_t end = std::min(begin + kCandidateBlock, logits.size());
    // Of most of a vocabulary nothing is good enough, which is found out at a glance.
    if (!keeps_all && candidates_.size() == limit &&
        highest_logit(logits.subspan(begin, end - begin)) <= candidates_.front().logit) {
      continue;
    }
    for (std::size_t i = begin; i < end; ++i) {
      const float logit = logits[i];
      // A forbidden token is no candidate, and NaN would poison the softmax.
      if (!std::isfinite(logit)) continue;
      const llama_token_data candidate{static_cast<Token>(i), logit, 0.0F};
      if (keeps_all || candidates_.size() < limit) {
        candidates_.push_back(candidate);
        if (!keeps_all && candidates_.size() == limit) std::ranges::make_heap(candidates_, is_better);
      } else if (is_better(candidate, candidates_.front())) {
        std::ranges::pop_heap(candidates_, is_better);
        candidates_.back() = candidate;
        std::ranges::push_heap(candidates_, is_better);
      }
    }
  }
  if (!keeps_all) std::ranges::sort(candidates_, is_better);
}

Token Sampler::draw(std::span<const float> logits) {
  collect_candidates(logits);
  const bool sorted = params_.top_k > 0 && static_cast<std::size_t>(params_.top_k) < logits.size();
  llama_token_data_array array{candidates_.data(), candidates_.size(), -1, sorted};
  llama_sampler_apply(chain_.get(), &array);
  return array.data[array.selected].id;
}

void Sampler::remember(Token token) {
  ++num_generated_;
  if (!vocabulary_->ends_generation(token)) {
    follow_grammar(text_of(token));
    if (reasoning_) reasoning_->accept(token, text_of(token));
  }
  if (params_.frequency_penalty != 0.0F || params_.presence_penalty != 0.0F) {
    ++num_generated_of_[token];
  }
  if (params_.repetition_penalty != 1.0F) seen_.push(token);
  if (dry_) dry_->push(token);
  // Some steps learn from what came of them.
  if (chain_ != nullptr) llama_sampler_accept(chain_.get(), token);
}

void Sampler::follow_grammar(std::string_view text) {
  if (matcher_) {
    matcher_->accept(text);
    return;
  }
  if (!start_) return;
  const std::optional<std::string> begun = start_->push(text);
  if (!begun) return;
  start_.reset();
  matcher_.emplace(grammar_);
  if (matcher_->allows(*begun)) {
    matcher_->accept(*begun);
  } else {
    // The token that made it bind went on in another way: what follows is as free as before.
    matcher_.reset();
  }
}

}  // namespace samewire
