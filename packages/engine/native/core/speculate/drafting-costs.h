#pragma once

#include <cstdint>
#include <vector>

namespace samewire {

/**
 * Learns what a draft model takes: for rounds, each of which gives one token to every sequence that
 * drafts, and for reading. Loop thread only; it is given times and reads no clock.
 */
class DraftingCosts {
 public:
  /** A round of so many sequences took so long. */
  void record_round(std::uint32_t num_sequences, double milliseconds);
  /** So many tokens were read in one go. */
  void record_reading(std::uint32_t num_tokens, double milliseconds);
  /** A step has passed: what is known grows older. */
  void pass_step() { ++num_steps_; }

  /** Milliseconds of a round, as far as known; otherwise a guess by what a step takes. */
  double round_ms(std::uint32_t num_sequences, double plain_step_ms) const;
  /** Milliseconds for a token that is read among others; likewise. */
  double token_ms(double plain_step_ms) const;

 private:
  struct Estimate {
    double milliseconds = 0.0;
    std::uint32_t num_measured = 0;
    std::uint64_t measured_at = 0;
  };

  bool is_known(const Estimate& estimate) const;
  void record(Estimate& estimate, double milliseconds) const;

  /** By number of sequences. */
  std::vector<Estimate> rounds_;
  Estimate token_;
  std::uint64_t num_steps_ = 0;
};

}  // namespace samewire
