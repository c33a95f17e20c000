#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace samewire {

/**
 * Learns how much longer steps take for the drafts in them, for each number of sequences that
 * decode together. Loop thread only; it is given times and reads no clock.
 */
class StepCosts {
 public:
  /** A step of `num_sequences` decoding ones and so many drafts, and nothing else, took so long. */
  void record(std::uint32_t num_sequences, std::uint32_t num_drafts, double milliseconds);

  /** A step was something else: what follows it may still pay for that. */
  void skip() { last_plain_ = 0; }

  /** Milliseconds of a step without drafts. */
  double plain_ms(std::uint32_t num_sequences) const;

  /**
   * Whether a step without drafts is needed, because how long one takes is not known, or was
   * measured long ago: everything is told in such steps.
   */
  bool needs_plain(std::uint32_t num_sequences) const;

  /** How many steps without drafts a step with so many takes; at least 1. */
  double num_steps(std::uint32_t num_sequences, std::uint32_t num_drafts) const;

  /** Whether about so many drafts have been measured lately. */
  bool has_measured(std::uint32_t num_sequences, std::uint32_t num_drafts) const;

 private:
  /** 1, 2 to 3, 4 to 7 and so on. */
  static constexpr std::size_t kSizes = 8;

  struct Extra {
    /** Plain steps that one draft adds. */
    double per_draft = 0.0;
    std::uint32_t num_measured = 0;
    std::uint64_t measured_at = 0;
  };
  struct Costs {
    double plain_ms = 0.0;
    std::uint32_t num_plain = 0;
    std::uint64_t plain_at = 0;
    std::array<Extra, kSizes> extras = {};
  };

  static std::size_t size_of(std::uint32_t num_drafts);
  const Costs* find(std::uint32_t num_sequences) const;
  bool is_known(const Extra& extra) const;

  /** By number of sequences. */
  std::vector<Costs> costs_;
  std::uint64_t num_records_ = 0;
  /** Sequences of the last step, if it had no drafts; otherwise 0. */
  std::uint32_t last_plain_ = 0;
};

}  // namespace samewire
