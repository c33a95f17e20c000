#pragma once

#include <cstdint>

#include "schedule/attention-cost.h"

namespace samewire {

/** What a step was made of and how long it took. */
struct StepTiming {
  /** Sequences that got one token. */
  std::uint32_t num_decoding;
  /** Tokens of the others. */
  std::uint32_t num_prefill_tokens;
  double milliseconds;
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
 */
class StepPacer {
 public:
  /**
   * @param tile steps that read prompts are whole multiples of so many tokens; at least 1
   * @param tile_is_dense beside streams they are a little less than one, where that costs less
   *   (`pays_in_tiles`)
   */
  StepPacer(const PaceTarget& target, std::uint32_t tile, bool tile_is_dense = false)
      : target_(target), tile_(tile), tile_is_dense_(tile_is_dense) {}

  void record(const StepTiming& timing);

  /**
   * Most tokens of the next step if it reads prompts, up to `max_tokens` and enough for one prompt
   * token more than the decoding sequences take.
   */
  std::uint32_t step_budget(std::uint32_t max_tokens, const StepRows& rows) const;

  /** Learned so far, in milliseconds; 0 until known. */
  double decode_ms() const { return decode_ms_; }
  double prefill_token_ms() const { return prefill_token_ms_; }

 private:
  PaceTarget target_;
  std::uint32_t tile_;
  bool tile_is_dense_;
  double decode_ms_ = 0.0;
  double prefill_token_ms_ = 0.0;
};

}  // namespace samewire
