#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "speculate/ngram-index.h"
#include "types.h"

namespace samewire {

/**
 * Follows an answer along a text that it may repeat, and says how it would go on there. It learns
 * how often that is right from every token, whether anything was computed on its word or not, so
 * that it costs nothing to find out. Loop thread only.
 *
 * The text is handed in with each call: it may be the answer itself, with its prompt, which grows.
 */
class TextFollower {
 public:
  struct Options {
    /** Tokens in a row that have to agree before a place in the text is believed. */
    std::size_t num_alike;
    /** What is right of what it says, before anything is known; 0 to 1. */
    double expected_hits;
    /** The answer is expected to begin where the text begins. */
    bool from_beginning = false;
    /** The text ends with the answer, so what it says next may be what it has just said. */
    bool is_answer_itself = false;
  };
  explicit TextFollower(const Options& options);

  /** The answer has one token more; `answer` ends with it and may begin with the prompt. */
  void advance(std::span<const Token> answer, std::span<const Token> text);

  /** What comes next if the answer goes on as the text does; empty where that is not known. */
  void draft(std::span<const Token> text, std::size_t max_tokens, std::vector<Token>& draft) const;

  bool has_place() const { return next_.has_value(); }
  /** How often a token it says is right, by the last ones; 0 to 1. */
  double hit_rate() const { return hit_rate_; }
  /** Tokens of the answer that stand in the text, in its order, as far as it was followed. */
  std::uint32_t num_found() const { return num_found_; }

 private:
  Options options_;
  NgramIndex index_;
  /** The token of the text that is expected next. */
  std::optional<std::size_t> next_;
  /** The last place that was lost. */
  std::size_t lost_at_ = 0;
  double hit_rate_;
  std::uint32_t num_found_ = 0;
  /** The last tokens of the answer that are not counted as found. */
  std::size_t num_uncounted_ = 0;
};

}  // namespace samewire
