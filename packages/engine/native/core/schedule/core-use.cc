#include "schedule/core-use.h"

#include <algorithm>
#include <charconv>
#include <ctime>
#include <fstream>
#include <sstream>
#include <string_view>
#include <utility>

#ifdef __linux__
#include <sched.h>
#include <unistd.h>
#endif

namespace samewire {
namespace {

/** In each line: user, nice, system, idle, waiting for a disk, then interrupts and stolen time. */
constexpr int kIdle = 3;
constexpr int kWaiting = 4;
/** Guests' time behind them is counted as the user's too. */
constexpr int kNumTimes = 8;

/** Of a line such as "cpu12 ..."; nothing of the sum of all, or of another line. */
std::optional<std::size_t> core_of(std::string_view name) {
  constexpr std::string_view kPrefix = "cpu";
  std::size_t core = 0;
  if (!name.starts_with(kPrefix)) return std::nullopt;
  name.remove_prefix(kPrefix.size());
  const auto [end, fault] = std::from_chars(name.data(), name.data() + name.size(), core);
  if (fault != std::errc() || end != name.data() + name.size()) return std::nullopt;
  return core;
}

/** The cores that the process may use. */
class OwnCores {
 public:
#ifdef __linux__
  OwnCores() : is_known_(sched_getaffinity(0, sizeof set_, &set_) == 0) {}
  bool has(std::size_t core) const {
    return !is_known_ || (core < CPU_SETSIZE && CPU_ISSET(core, &set_));
  }

 private:
  cpu_set_t set_{};
  bool is_known_;
#else
  bool has(std::size_t) const { return true; }
#endif
};

double ticks_per_second() {
#ifdef __linux__
  return static_cast<double>(sysconf(_SC_CLK_TCK));
#else
  return 100.0;
#endif
}

}  // namespace

CoreUseMeter::CoreUseMeter(std::string file, OwnSeconds own_seconds)
    : file_(std::move(file)), own_seconds_(std::move(own_seconds)), last_(read()) {}

double CoreUseMeter::own_cpu_seconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

std::optional<CoreUse> CoreUseMeter::operator()() {
  const std::optional<Times> before = std::exchange(last_, read());
  if (!before || !last_ || last_->all <= before->all || last_->idle < before->idle) return std::nullopt;
  const auto ticks = static_cast<double>(last_->all - before->all) / last_->num_cores;
  const double idle = static_cast<double>(last_->idle - before->idle) / ticks;
  const double own = (last_->own_seconds - before->own_seconds) / (ticks / ticks_per_second());
  // Ticks are coarser than what a process is told of itself.
  return CoreUse{.idle = idle, .others = std::max(last_->num_cores - idle - own, 0.0)};
}

std::optional<CoreUseMeter::Times> CoreUseMeter::read() const {
  std::ifstream file(file_);
  const OwnCores own;
  Times times;
  std::string line;
  // Cores come first; behind them is a line of thousands of interrupts.
  while (std::getline(file, line) && line.starts_with("cpu")) {
    std::istringstream words(line);
    std::string name;
    words >> name;
    const std::optional<std::size_t> core = core_of(name);
    if (!core || !own.has(*core)) continue;
    ++times.num_cores;
    std::uint64_t time = 0;
    for (int i = 0; i < kNumTimes && words >> time; ++i) {
      times.all += time;
      if (i == kIdle || i == kWaiting) times.idle += time;
    }
  }
  if (times.num_cores == 0) return std::nullopt;
  times.own_seconds = own_seconds_();
  return times;
}

}  // namespace samewire
