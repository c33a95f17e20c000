#pragma once

#include <cstdint>
#include <filesystem>
#include <limits>

namespace samewire {

/** What a process may have of its machine. Without limits both are as large as numbers get. */
struct GroupLimits {
  /** Cores' worth of time, such as 1.5. */
  double cores = std::numeric_limits<double>::infinity();
  /** Memory that it may take beside what it has. */
  std::uint64_t available_bytes = std::numeric_limits<std::uint64_t>::max();
};

/**
 * The limits of Linux' control groups, of both versions: a container's, while /proc tells of the
 * whole machine. The strictest counts of the group that this process is in and those around it. File
 * pages that nobody has used lately are memory that it may have.
 * https://docs.kernel.org/admin-guide/cgroup-v2.html
 *
 * @param root where proc and sys are
 */
GroupLimits group_limits(const std::filesystem::path& root = "/");

}  // namespace samewire
