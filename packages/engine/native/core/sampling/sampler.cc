#include "sampling/sampler.h"

#include <algorithm>
#include <cmath>
#include <iterator>
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
         params.min_p <= 0.0F;
}

/** The chain after top-k. A step that changes nothing is left out. */
llama_sampler_ptr make_chain(const SamplingParams& params) {
  llama_sampler_chain_params chain_params = llama_sampler_chain_default_params();
  chain_params.no_perf = true;
  llama_sampler_ptr chain(llama_sampler_chain_init(chain_params));
  const auto add = [&](llama_sampler* step) { llama_sampler_chain_add(chain.get(), step); };
  if (params.typical_p < 1.0F) add(llama_sampler_init_typical(params.typical_p, 1));
  if (params.top_p < 1.0F) add(llama_sampler_init_top_p(params.top_p, 1));
  if (params.min_p > 0.0F) add(llama_sampler_init_min_p(params.min_p, 1));
  if (params.temperature != 1.0F) add(llama_sampler_init_temp(params.temperature));
  add(llama_sampler_init_dist(meant_seed(params.seed)));
  return chain;
}

bool is_better(const llama_token_data& a, const llama_token_data& b) { return a.logit > b.logit; }

}  // namespace

Sampler::Sampler(const SamplingParams& params, const Vocabulary& vocabulary,
                 std::span<const Token> prompt, const std::optional<GrammarUse>& grammar,
                 std::span<const Token> shown_tokens,
                 const std::optional<ReasoningUse>& reasoning)
    : params_(params), vocabulary_(&vocabulary), shown_tokens_(shown_tokens) {
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
      chain_ = make_chain(params_);
    }
  }
  if (params_.repetition_penalty != 1.0F) {
    std::ranges::copy_if(prompt, std::inserter(seen_, seen_.end()),
                         [&](Token token) { return vocabulary.contains(token); });
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
  if (!may_not_end && !has_suppressed && !has_penalties() && params_.logit_bias.empty()) {
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
  return adjusted_;
}

// The formulas are llama.cpp's (llama_sampler_init_penalties) and OpenAI's: repetition scales,
// frequency and presence subtract. Only the windows differ: ours are whole texts.
void Sampler::apply_penalties() {
  for (const Token token : seen_) {
    float& logit = adjusted_[static_cast<std::size_t>(token)];
    logit = logit > 0.0F ? logit / params_.repetition_penalty : logit * params_.repetition_penalty;
  }
  for (const auto& [token, count] : num_generated_of_) {
    adjusted_[static_cast<std::size_t>(token)] -=
        static_cast<float>(count) * params_.frequency_penalty + params_.presence_penalty;
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
  if (params_.repetition_penalty != 1.0F) seen_.insert(token);
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
