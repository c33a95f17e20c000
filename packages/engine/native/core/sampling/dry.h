#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "text/vocabulary.h"
#include "types.h"

namespace samewire {

/** Settings of DRY ("don't repeat yourself"). The defaults are llama.cpp's, and off. */
struct DryParams {
  /** ≥ 0; the penalty of a token that would make a repetition longer than allowed by one; 0 is off. */
  float multiplier = 0.0F;
  /** ≥ 1; each further token of the repetition multiplies the penalty by it. */
  float base = 1.75F;
  /** Repetitions of up to so many tokens cost nothing. */
  std::uint32_t allowed_length = 2;
  /** How many of the last tokens are looked at, the prompt's counted; -1: all. */
  std::int32_t window = -1;
  /** No repetition reaches beyond a text of these. */
  std::vector<std::string> breakers = {"\n", ":", "\"", "*"};
};

/**
 * Makes tokens less likely that would continue a repetition, the more the longer it is (DRY, as
 * llama.cpp's sampler of that name has it). Loop thread only.
 */
class Dry {
 public:
  /** @param vocabulary must outlive the object */
  Dry(DryParams params, const Vocabulary& vocabulary);

  /** Takes the next token of prompt or answer. */
  void push(Token token);

  /** Lowers the logits of the tokens that would continue a repetition. @param logits one per token */
  void apply(std::span<float> logits) const;

 private:
  bool has_breaker(std::string_view text) const;
  /** For each token that would continue a repetition, how long that is without it. */
  std::unordered_map<Token, std::size_t> repetitions() const;

  DryParams params_;
  const Vocabulary* vocabulary_;
  std::vector<Token> tokens_;
  /** Tokens behind the last breaker. */
  std::size_t num_unbroken_ = 0;
  /** The end of the text, as long as a breaker in it may not be whole yet. */
  std::string tail_;
  std::size_t longest_breaker_ = 0;
};

}  // namespace samewire
