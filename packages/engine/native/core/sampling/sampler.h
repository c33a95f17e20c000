#pragma once

#include <llama-cpp.h>

#include <memory>
#include <optional>
#include <span>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "grammar/grammar-matcher.h"
#include "request.h"
#include "sampling/distribution.h"
#include "text/vocabulary.h"
#include "types.h"

namespace samewire {

/**
 * Chooses the tokens of one choice. Loop thread only.
 *
 * Order of application: logit bias and forbidden tokens, penalties, then llama.cpp's chain of
 * top-k, typical-p, top-p, min-p, temperature and draw. Bias and penalties touch only the few
 * tokens they concern, and a greedy choice needs no list of candidates at all.
 *
 * Under a grammar, what was chosen is checked first; only if it may not come are the tokens that
 * may found, and one of them chosen. That is the same distribution, and as a rule one look-up.
 */
class Sampler {
 public:
  /** `vocabulary` must outlive the sampler; `prompt` is only read here. */
  Sampler(const SamplingParams& params, const Vocabulary& vocabulary,
          std::span<const Token> prompt, std::shared_ptr<Grammar> grammar = nullptr);

  /**
   * Chooses a token from one row of logits (one value per token of the vocabulary) and remembers
   * it. Nothing is returned if no logit is a usable number: the model's output is broken, or no
   * token fits the grammar (`is_stuck`).
   */
  std::optional<Token> sample(std::span<const float> logits);

  /** The last `sample` found no token that fits the grammar. */
  bool is_stuck() const { return is_stuck_; }
  /** The text is complete, and the grammar lets nothing follow. */
  bool is_at_end() const { return matcher_ && matcher_->is_at_end(); }

 private:
  bool has_penalties() const;
  /** The logits after bias, forbidden tokens and penalties; `logits` itself if none applies. */
  std::span<const float> adjust(std::span<const float> logits);
  void apply_penalties();
  /** Fills `candidates_` with the top-k tokens, best first, or with all in token order. */
  void collect_candidates(std::span<const float> logits);
  Token draw(std::span<const float> logits);
  std::optional<Token> choose(std::span<const float> logits);
  bool fits_grammar(Token token);
  /** The logits with those of all tokens forbidden that do not fit the grammar. */
  std::span<const float> restrict_to_grammar(std::span<const float> logits);
  void remember(Token token);

  SamplingParams params_;
  const Vocabulary* vocabulary_;
  /** What comes after top-k; null if the choice is greedy or from the whole distribution. */
  llama_sampler_ptr chain_;
  /** Absent without a grammar. */
  std::optional<GrammarMatcher> matcher_;
  bool is_stuck_ = false;
  /** Instead of the chain, where that would only draw. */
  std::optional<Distribution> distribution_;
  std::vector<float> adjusted_;
  std::vector<llama_token_data> candidates_;
  std::uint32_t num_generated_ = 0;
  /** Occurrences in the generated tokens; kept only if a penalty needs it. */
  std::unordered_map<Token, std::uint32_t> num_generated_of_;
  /** Tokens of prompt and generated text; kept only with a repetition penalty. */
  std::unordered_set<Token> seen_;
};

}  // namespace samewire
