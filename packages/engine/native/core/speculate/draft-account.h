#pragma once

#include <algorithm>
#include <cstdint>

namespace samewire {

/**
 * What speculation has won or lost one generation, in plain steps: the time a step without drafts
 * takes. It may lose what it has won before, and a little more; so however the answer goes on, it
 * is never much slower than it would have been.
 */
class DraftAccount {
 public:
  /** Most that may be lost by one step in which no draft is right. */
  double stake(std::uint32_t num_generated) const {
    return std::max(0.0, balance_ + kFirstStake + kStakePerToken * num_generated);
  }

  /** A step with drafts took as long as `num_steps` plain ones and gave so many tokens. */
  void settle(std::uint32_t num_tokens, double num_steps) {
    balance_ = std::min(balance_ + num_tokens - num_steps, kMostKept);
  }

 private:
  static constexpr double kFirstStake = 1.0;
  static constexpr double kStakePerToken = 0.01;
  /** What was won long ago must not be thrown away at length. */
  static constexpr double kMostKept = 16.0;

  double balance_ = 0.0;
};

}  // namespace samewire
