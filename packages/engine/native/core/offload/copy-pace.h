#pragma once

#include <algorithm>
#include <cstddef>

namespace samewire {

/**
 * Learns what copying cells costs, and says what that time would be for so many bytes. It is given
 * times and reads no clock. Loop thread only.
 */
class CopyPace {
 public:
  void record(std::size_t num_bytes, double milliseconds) {
    if (num_bytes == 0) return;
    // One odd copy changes little, a few alike decide: where the kernel gives the core to somebody
    // else meanwhile, a small one takes a hundred times as long.
    constexpr double kWeight = 0.2;
    constexpr double kSlowest = 4.0;
    const double measured = milliseconds / static_cast<double>(num_bytes);
    ms_per_byte_ += kWeight * (std::min(measured, kSlowest * ms_per_byte_) - ms_per_byte_);
  }

  /** An estimate that forbids copies gets no new measures. A hundred doubts let one be tried again. */
  void doubt() {
    constexpr double kShare = 0.01;
    ms_per_byte_ *= 1.0 - kShare;
  }

  double estimate_ms(std::size_t num_bytes) const {
    return ms_per_byte_ * static_cast<double>(num_bytes);
  }

 private:
  /** Before anything is known: a slow machine's. */
  double ms_per_byte_ = 1.0 / (1024.0 * 1024.0);
};

}  // namespace samewire
