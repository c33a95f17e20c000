#pragma once

#include <llama-cpp.h>

#include <memory>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "grammar/grammar-matcher.h"
#include "grammar/grammar-start.h"
#include "grammar/grammar-use.h"
#include "request.h"
#include "sampling/distribution.h"
#include "sampling/dry.h"
#include "sampling/reasoning-budget.h"
#include "sampling/recent-tokens.h"
#include "text/vocabulary.h"
#include "types.h"

namespace samewire {

/**
 * Chooses the tokens of one choice. Loop thread only.
 *
 * Order of application: logit bias and forbidden tokens, penalties, DRY, top-n-sigma, then
 * llama.cpp's chain of top-k, typical-p, top-p, min-p, XTC, temperature and draw; Mirostat takes the
 * place of all that comes between DRY and temperature. Bias, penalties and DRY touch only the few
 * tokens they concern, and a greedy choice needs no list of candidates at all.
 *
 * Under a grammar, what was chosen is checked first; only if it may not come are the tokens that
 * may found, and one of them chosen. That is the same distribution, and as a rule one look-up.
 *
 * What a budget for reasoning forces goes before all of this, and what it forbids is chosen again;
 * but a grammar that binds goes before the budget.
 */
class Sampler {
 public:
  /**
   * @param vocabulary must outlive the sampler
   * @param prompt only read here
   * @param shown_tokens control tokens whose names are part of the text; must outlive the sampler
   */
  Sampler(const SamplingParams& params, const Vocabulary& vocabulary,
          std::span<const Token> prompt, const std::optional<GrammarUse>& grammar = std::nullopt,
          std::span<const Token> shown_tokens = {},
          const std::optional<ReasoningUse>& reasoning = std::nullopt);

  /**
   * Chooses a token from one row of logits (one value per token of the vocabulary) and remembers
   * it. Nothing is returned if no logit is a usable number: the model's output is broken, or no
   * token fits the grammar (`is_stuck`).
   */
  std::optional<Token> sample(std::span<const float> logits);

  /**
   * How many of these tokens could be sampled one after another, as far as grammar and vocabulary
   * say without logits; an end-of-generation token is none of them.
   */
  std::size_t count_possible(std::span<const Token> tokens) const;

  /** The last `sample` found no token that fits the grammar. */
  bool is_stuck() const { return is_stuck_; }
  /** The text is complete, and the grammar lets nothing follow. */
  bool is_at_end() const { return matcher_ && matcher_->is_at_end(); }

  /** Tokens of reasoning so far, as `ReasoningSpan` counts them; 0 where its form is not known. */
  std::uint32_t num_reasoning_tokens() const { return reasoning_ ? reasoning_->num_tokens() : 0; }

 private:
  /** The token that has to come, whatever the logits are. */
  std::optional<Token> forced_token();
  /** Whether it would begin reasoning for which nothing is left. */
  bool is_forbidden(Token token) const;
  bool has_penalties() const;
  /** The logits after bias, forbidden tokens and penalties; `logits` itself if none applies. */
  std::span<const float> adjust(std::span<const float> logits);
  void apply_penalties();
  /** Leaves out what is too far below the best. */
  void apply_top_n_sigma();
  /** Fills `candidates_` with the top-k tokens, best first, or with all in token order. */
  void collect_candidates(std::span<const float> logits);
  Token draw(std::span<const float> logits);
  std::optional<Token> choose(std::span<const float> logits);
  /** The text that a token adds to the answer. */
  std::string_view text_of(Token token) const;
  bool fits_grammar(Token token);
  /** The same logits in `adjusted_`, where they may be changed. */
  std::span<const float> to_adjusted(std::span<const float> logits);
  /** The logits with those of all tokens forbidden that do not fit the grammar. */
  std::span<const float> restrict_to_grammar(std::span<const float> logits);
  void remember(Token token);
  /** Tells the grammar, or what waits for it to bind, what comes next in the text. */
  void follow_grammar(std::string_view text);

  SamplingParams params_;
  const Vocabulary* vocabulary_;
  /** What comes after top-k; null if the choice is greedy or from the whole distribution. */
  llama_sampler_ptr chain_;
  std::span<const Token> shown_tokens_;
  /** Absent as long as no grammar binds. */
  std::optional<GrammarMatcher> matcher_;
  /** Until a grammar binds that does so later. */
  std::optional<GrammarStart> start_;
  std::shared_ptr<Grammar> grammar_;
  std::optional<ReasoningBudget> reasoning_;
  bool is_stuck_ = false;
  /** Instead of the chain, where that would only draw. */
  std::optional<Distribution> distribution_;
  std::vector<float> adjusted_;
  std::vector<llama_token_data> candidates_;
  std::uint32_t num_generated_ = 0;
  /** Occurrences in the generated tokens; kept only if a penalty needs it. */
  std::unordered_map<Token, std::uint32_t> num_generated_of_;
  /** Tokens of prompt and generated text; kept only with a repetition penalty. */
  RecentTokens seen_;
  /** Absent where it is off. */
  std::optional<Dry> dry_;
};

}  // namespace samewire
