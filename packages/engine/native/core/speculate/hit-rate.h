#pragma once

namespace samewire {

/**
 * How often the tokens of a draft model are right whose predecessors are, by the last ones: of one
 * generation, or of all.
 */
class HitRate {
 public:
  /**
   * @param expected before anything is known; 0 to 1
   * @param weight of one token in what is believed
   */
  HitRate(double expected, double weight) : value_(expected), weight_(weight) {}

  double value() const { return value_; }

  void add(bool is_hit) { value_ += weight_ * ((is_hit ? 1.0 : 0.0) - value_); }

  /** Nothing was found out: what is believed grows old. */
  void drift(double towards, double weight) { value_ += weight * (towards - value_); }

 private:
  double value_;
  double weight_;
};

}  // namespace samewire
