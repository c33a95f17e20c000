#pragma once

#include <algorithm>

namespace samewire {

/**
 * What the draft model may cost all generations together, in milliseconds of the engine's time: what
 * it has won before, and a little more. So however many answers begin that it is wrong about, it
 * takes no more than that share of the time.
 */
class DraftBudget {
 public:
  double left_ms() const { return left_ms_; }

  /** Steps took so long. */
  void pass(double milliseconds) { add(kShare * milliseconds); }
  /** So much was won by drafts, or lost if less than 0. */
  void settle(double milliseconds) { add(milliseconds); }

 private:
  static constexpr double kFirst = 300.0;
  static constexpr double kShare = 0.01;
  /** What was won long ago must not be thrown away at length. */
  static constexpr double kMostKept = 20'000.0;

  void add(double milliseconds) { left_ms_ = std::min(left_ms_ + milliseconds, kMostKept); }

  double left_ms_ = kFirst;
};

}  // namespace samewire
