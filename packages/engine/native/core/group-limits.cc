#include "group-limits.h"

#include <algorithm>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace samewire {
namespace {

namespace fs = std::filesystem;

/** A number alone in a file; nothing where it says "max" or -1. */
std::optional<std::uint64_t> number_in(const fs::path& path) {
  std::ifstream file(path);
  std::int64_t number = 0;
  if (!(file >> number) || number < 0) return std::nullopt;
  return static_cast<std::uint64_t>(number);
}

/** A line "key number". */
std::uint64_t number_behind(const fs::path& path, std::string_view key) {
  std::ifstream file(path);
  std::string found;
  std::uint64_t number = 0;
  while (file >> found >> number) {
    if (found == key) return number;
  }
  return 0;
}

/** The names that a version has for the same things. */
struct MemoryFiles {
  const char* limit;
  const char* usage;
  const char* idle_pages;
};
constexpr MemoryFiles kMemory1{"memory.limit_in_bytes", "memory.usage_in_bytes",
                               "total_inactive_file"};
constexpr MemoryFiles kMemory2{"memory.max", "memory.current", "inactive_file"};

void limit_memory(GroupLimits& limits, const fs::path& group, const MemoryFiles& files) {
  const auto limit = number_in(group / files.limit);
  const auto usage = number_in(group / files.usage);
  if (!limit || !usage) return;
  const std::uint64_t idle = number_behind(group / "memory.stat", files.idle_pages);
  const std::uint64_t taken = *usage - std::min(*usage, idle);
  limits.available_bytes = std::min(limits.available_bytes, *limit - std::min(*limit, taken));
}

void limit_cores(GroupLimits& limits, std::optional<std::uint64_t> quota,
                 std::optional<std::uint64_t> period) {
  if (!quota || !period || *period == 0) return;
  limits.cores = std::min(limits.cores, static_cast<double>(*quota) / static_cast<double>(*period));
}

void limit_cores_1(GroupLimits& limits, const fs::path& group) {
  limit_cores(limits, number_in(group / "cpu.cfs_quota_us"), number_in(group / "cpu.cfs_period_us"));
}

/** "quota period" in one file. */
void limit_cores_2(GroupLimits& limits, const fs::path& group) {
  std::ifstream file(group / "cpu.max");
  std::uint64_t quota = 0;
  std::uint64_t period = 0;
  if (file >> quota >> period) limit_cores(limits, quota, period);
}

/**
 * A group and those around it, from the inside. In a container the path may be that of its machine,
 * which is not to be seen from there: then what is mounted is the container's own.
 */
std::vector<fs::path> groups_around(const fs::path& mounted, const std::string& path) {
  std::vector<fs::path> groups;
  for (fs::path inner = fs::path(path).relative_path(); !inner.empty(); inner = inner.parent_path()) {
    groups.push_back(mounted / inner);
  }
  groups.push_back(mounted);
  return groups;
}

/** Whether a name is in a list such as "cpu,cpuacct". */
bool has(const std::string& list, std::string_view name) {
  std::istringstream names(list);
  for (std::string one; std::getline(names, one, ',');) {
    if (one == name) return true;
  }
  return false;
}

}  // namespace

GroupLimits group_limits(const fs::path& root) {
  GroupLimits limits;
  const fs::path mounts = root / "sys/fs/cgroup";
  std::ifstream groups(root / "proc/self/cgroup");
  // Such as "4:memory:/path"; version 2 has no controllers there.
  for (std::string line; std::getline(groups, line);) {
    std::istringstream fields(line);
    std::string number;
    std::string controllers;
    std::string path;
    std::getline(fields, number, ':');
    std::getline(fields, controllers, ':');
    std::getline(fields, path);
    if (controllers.empty()) {
      for (const fs::path& group : groups_around(mounts, path)) {
        limit_memory(limits, group, kMemory2);
        limit_cores_2(limits, group);
      }
    }
    if (has(controllers, "memory")) {
      for (const fs::path& group : groups_around(mounts / "memory", path)) {
        limit_memory(limits, group, kMemory1);
      }
    }
    if (has(controllers, "cpu")) {
      for (const fs::path& group : groups_around(mounts / "cpu", path)) limit_cores_1(limits, group);
    }
  }
  return limits;
}

}  // namespace samewire
