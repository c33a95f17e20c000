#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "speculate/draft-account.h"
#include "speculate/hit-rate.h"
#include "speculate/speculation.h"
#include "speculate/text-follower.h"
#include "types.h"

namespace samewire {

/** Guesses how one generation goes on, from texts that it may repeat. Loop thread only. */
class Drafter {
 public:
  /** `prediction` must outlive the drafter; empty if there is none. */
  Drafter(Speculation speculation, std::span<const Token> prediction);

  /** The generation has one token more. `known` is its prompt and its answer. */
  void advance(std::span<const Token> known);

  struct Draft {
    std::vector<Token> tokens = {};
    /** How often one of them will be right whose predecessors are; 0 to 1. */
    double hit_rate = 0.0;
  };
  /** What is likely to come next, at most `max_tokens`; empty if nothing is. */
  Draft draft(std::span<const Token> known, std::size_t max_tokens) const;

  DraftAccount& account() { return account_; }
  const DraftAccount& account() const { return account_; }

  /** How often the draft model was right about this generation; absent: not asked yet. */
  std::optional<HitRate>& model_hits() { return model_hits_; }

  /** Tokens of the prediction that the answer has, and those that it has not. */
  std::uint32_t num_predicted_right() const;
  std::uint32_t num_predicted_wrong() const;

 private:
  std::span<const Token> prediction_;
  std::optional<TextFollower> in_prediction_;
  std::optional<TextFollower> in_known_;
  DraftAccount account_;
  std::optional<HitRate> model_hits_;
};

}  // namespace samewire
