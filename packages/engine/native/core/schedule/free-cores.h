#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace samewire {

/**
 * How many of the cores that this process may use were idle, on average, between two questions.
 * Linux counts that in /proc/stat, in hundredths of a second. One thread.
 */
class FreeCores {
 public:
  /** @param file in the form of /proc/stat */
  explicit FreeCores(std::string file = "/proc/stat");

  /**
   * Since the last call, or since it was made. Infinity where it is not known: not Linux, or so
   * little time that the system has not counted.
   */
  double operator()();

 private:
  /** Of the cores together, since the machine started. */
  struct Times {
    std::uint64_t idle = 0;
    std::uint64_t all = 0;
    std::uint32_t num_cores = 0;
  };

  std::optional<Times> read() const;

  std::string file_;
  std::optional<Times> last_;
};

}  // namespace samewire
