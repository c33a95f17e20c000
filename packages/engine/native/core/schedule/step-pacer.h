#pragma once

#include <cstdint>

namespace samewire {

/** What a step was made of and how long it took. */
struct StepTiming {
  /** Sequences that got one token. */
  std::uint32_t num_decoding;
  /** Tokens of the others. */
  std::uint32_t num_prefill_tokens;
  double milliseconds;
};

/** What there is to compute, before a step is planned. */
struct StepWork {
  /** Sequences that lack one token. */
  std::uint32_t num_decoding = 0;
  /** Tokens that the prompts of all others lack. */
  std::uint64_t num_prompt_tokens = 0;
  /** A decoding sequence got nothing in the step before, which read prompts. */
  bool decoding_waits = false;
};

/** What of that a step takes. */
struct StepBudget {
  /** Every decoding sequence gets its token. */
  bool decodes = true;
  /** Most tokens if it reads prompts, decoding ones counted; 0 where it reads none. */
  std::uint32_t max_tokens_with_prompts = 0;
};

struct PaceTarget {
  /** How long a step may take while others wait for their next token, in milliseconds. */
  double step_ms = 300.0;
  /** The same while nobody waits: how late a new request or a cancel may be noticed. */
  double quiet_step_ms = 1000.0;
  /**
   * Fewer tokens than this are never planned while nobody waits: what a step costs whatever it
   * holds would eat up its time, most of all on a busy machine.
   */
  std::uint32_t min_quiet_tokens = 256;
};

/**
 * Learns what a step costs, and says how many tokens one may hold so that running streams keep
 * their pace. Loop thread only; it is given times and reads no clock.
 *
 * The model is a line: a step of decoding sequences alone takes so long, and every prompt token
 * beside them adds so much.
 *
 * Where a tile is dense, a prompt that fills one is read by itself, and streams take a step of their
 * own after each of its steps: in its tile their rows would be computed against its cells, and its
 * rows against theirs. What it has beyond whole tiles goes with the first of them: by itself at the
 * end it would be a few rows, each computed alone against all of the prompt.
 */
class StepPacer {
 public:
  /**
   * @param tile steps that read prompts are whole multiples of so many tokens; at least 1
   * @param tile_is_dense attention of a tile's rows looks at the cells of all of them
   */
  StepPacer(const PaceTarget& target, std::uint32_t tile, bool tile_is_dense = false)
      : target_(target), tile_(tile), tile_is_dense_(tile_is_dense) {}

  void record(const StepTiming& timing);

  /**
   * What the next step takes, of at most `max_tokens` tokens. If it reads prompts, then at least one
   * token more than the decoding sequences take.
   */
  StepBudget budget(std::uint32_t max_tokens, const StepWork& work) const;

  /** Learned so far, in milliseconds; 0 until known. */
  double decode_ms() const { return decode_ms_; }
  double prefill_token_ms() const { return prefill_token_ms_; }

 private:
  std::uint32_t tokens_with_prompts(std::uint32_t max_tokens, std::uint32_t num_decoding,
                                    std::uint32_t rest, bool is_watched) const;

  PaceTarget target_;
  std::uint32_t tile_;
  bool tile_is_dense_;
  double decode_ms_ = 0.0;
  double prefill_token_ms_ = 0.0;
};

}  // namespace samewire
