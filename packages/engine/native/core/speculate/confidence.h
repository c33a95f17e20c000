#pragma once

#include <limits>

namespace samewire {

/**
 * What a draft model's own probabilities are worth. Where the most probable token is asked for, it
 * is right more often than it thinks; where tokens are drawn, as often.
 */
class Confidence {
 public:
  /** How much oftener it is right than it thinks; without end until something is known. */
  double ratio() const {
    if (num_added_ < kFewest) return std::numeric_limits<double>::max();
    return (1.0 + num_right_) / (1.0 + sum_);
  }

  /** A token that it thought so probable was right, or was not. */
  void add(double probability, bool is_right) {
    if (num_added_ < kFewest) ++num_added_;
    num_right_ = kKept * num_right_ + (is_right ? 1.0 : 0.0);
    sum_ = kKept * sum_ + probability;
  }

  /** It was not sure enough of anything to find out: what is known grows old. */
  void add_nothing() {
    num_right_ *= kKeptOfNothing;
    sum_ *= kKeptOfNothing;
  }

 private:
  static constexpr int kFewest = 16;
  /** Of what is known, with each token that is added. */
  static constexpr double kKept = 0.99;
  static constexpr double kKeptOfNothing = 0.95;

  int num_added_ = 0;
  double num_right_ = 0.0;
  double sum_ = 0.0;
};

}  // namespace samewire
