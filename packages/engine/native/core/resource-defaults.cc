#include "resource-defaults.h"

#include <algorithm>
#include <fstream>
#include <limits>
#include <string>
#include <thread>

#include "group-limits.h"

#ifdef __linux__
#include <sched.h>
#endif

namespace samewire {
namespace {

constexpr std::uint64_t kGiB = 1024ULL * 1024 * 1024;
/** Below this much memory for the cache a model is of no use; try it and let allocation decide. */
constexpr std::uint64_t kMinContextSize = 512;
constexpr std::uint64_t kMaxContextSize = 262'144;
/** Weights that one core reads in a few milliseconds. */
constexpr std::uint64_t kTinyModelBytes = 32ULL * 1024 * 1024;

/** Of the whole machine. */
std::uint64_t free_memory_bytes() {
  std::ifstream meminfo("/proc/meminfo");
  std::string key;
  std::uint64_t kibibytes = 0;
  while (meminfo >> key >> kibibytes) {
    if (key == "MemAvailable:") return kibibytes * 1024;
    meminfo.ignore(std::numeric_limits<std::streamsize>::max(), '\n');
  }
  return 8 * kGiB;
}

/** Without limits on the time of each. */
std::uint32_t allowed_cores() {
#ifdef __linux__
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0) {
    return static_cast<std::uint32_t>(CPU_COUNT(&set));
  }
#endif
  return std::max(std::thread::hardware_concurrency(), 1U);
}

}  // namespace

std::uint32_t default_context_size(const ResourceNeeds& needs, std::uint64_t available_bytes) {
  const std::uint64_t wanted =
      static_cast<std::uint64_t>(needs.trained_context_length) * needs.num_slots;
  const std::uint64_t affordable =
      needs.kv_bytes_per_token == 0 ? wanted : available_bytes / 4 / needs.kv_bytes_per_token;
  const std::uint64_t size = std::min({wanted, affordable, kMaxContextSize});
  return static_cast<std::uint32_t>(std::max(size, kMinContextSize));
}

std::uint64_t default_cache_ram_bytes(std::uint64_t available_bytes) {
  return std::min(available_bytes / 4, 8 * kGiB);
}

bool is_tiny(const ResourceNeeds& needs) { return needs.model_bytes <= kTinyModelBytes; }

NumThreads default_num_threads(const ResourceNeeds& needs, std::uint32_t num_cores) {
  const std::uint32_t all = std::max(num_cores, 1U);
  return {.few = is_tiny(needs) ? 1 : all, .many = all, .is_tuned = true};
}

std::uint64_t available_memory_bytes() {
  return std::min(free_memory_bytes(), group_limits().available_bytes);
}

std::uint32_t available_cores() {
  // Of one and a half, the half is the server's: threads that use up their time all stop together.
  const double cores = std::min<double>(allowed_cores(), group_limits().cores);
  return std::max(static_cast<std::uint32_t>(cores), 1U);
}

}  // namespace samewire
