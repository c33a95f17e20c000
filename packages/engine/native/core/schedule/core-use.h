#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace samewire {

/** What was done with the cores that this process may use, on average; in cores. */
struct CoreUse {
  /** Nobody used them, or whoever did waited for a disk. */
  double idle;
  /** Other processes used them, or other machines on the same hardware. */
  double others;
};

/**
 * Measures the use of the cores between two questions. Linux counts it in /proc/stat, in hundredths
 * of a second. One thread.
 */
class CoreUseMeter {
 public:
  /** Seconds of all cores together that this process has computed. */
  using OwnSeconds = std::function<double()>;

  /** @param file in the form of /proc/stat */
  explicit CoreUseMeter(std::string file = "/proc/stat", OwnSeconds own_seconds = &own_cpu_seconds);

  /**
   * Since the last call, or since it was made. Nothing where it is not known: not Linux, or so
   * little time that the system has not counted.
   */
  std::optional<CoreUse> operator()();

 private:
  /** Of the cores together, since the machine started; in ticks. */
  struct Times {
    std::uint64_t idle = 0;
    std::uint64_t all = 0;
    std::uint32_t num_cores = 0;
    double own_seconds = 0.0;
  };

  static double own_cpu_seconds();
  std::optional<Times> read() const;

  std::string file_;
  OwnSeconds own_seconds_;
  std::optional<Times> last_;
};

}  // namespace samewire
