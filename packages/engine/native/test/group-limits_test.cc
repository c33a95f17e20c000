#include "group-limits.h"

#include <cmath>
#include <filesystem>
#include <fstream>
#include <string>

#include "temporary-folder.h"
#include "testing.h"

namespace samewire {
namespace {

/** A machine's /proc and /sys, as far as they tell of groups. */
class Machine {
 public:
  explicit Machine(const std::string& own_groups) { write("proc/self/cgroup", own_groups); }

  Machine& write(const std::string& path, const std::string& text) {
    const std::filesystem::path file = folder_.path() / path;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << text;
    return *this;
  }
  GroupLimits limits() const { return group_limits(folder_.path()); }

 private:
  testing::TemporaryFolder folder_;
};

constexpr std::uint64_t kUnlimited = std::numeric_limits<std::uint64_t>::max();

TEST("a container of version 2 has the cores and the memory of its limits") {
  Machine machine("0::/\n");
  machine.write("sys/fs/cgroup/cpu.max", "250000 100000\n");
  machine.write("sys/fs/cgroup/memory.max", "8000\n").write("sys/fs/cgroup/memory.current", "5000\n");
  machine.write("sys/fs/cgroup/memory.stat", "anon 3000\ninactive_file 1500\nactive_file 500\n");
  CHECK_EQUAL(machine.limits().cores, 2.5);
  CHECK_EQUAL(machine.limits().available_bytes, 4500U);
}

TEST("a container of version 1 has them too, even if its path is that of its machine") {
  Machine machine("4:memory:/docker/abc\n2:cpu,cpuacct:/docker/abc\n");
  machine.write("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "50000\n");
  machine.write("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");
  machine.write("sys/fs/cgroup/memory/memory.limit_in_bytes", "8000\n");
  machine.write("sys/fs/cgroup/memory/memory.usage_in_bytes", "5000\n");
  machine.write("sys/fs/cgroup/memory/memory.stat", "inactive_file 1\ntotal_inactive_file 1000\n");
  CHECK_EQUAL(machine.limits().cores, 0.5);
  CHECK_EQUAL(machine.limits().available_bytes, 4000U);
}

TEST("the strictest group counts of those around a process") {
  Machine machine("0::/system.slice/samewire.service\n");
  const std::string slice = "sys/fs/cgroup/system.slice/";
  machine.write(slice + "cpu.max", "100000 100000\n");
  machine.write(slice + "samewire.service/cpu.max", "400000 100000\n");
  machine.write(slice + "memory.max", "9000\n").write(slice + "memory.current", "1000\n");
  machine.write(slice + "samewire.service/memory.max", "3000\n");
  machine.write(slice + "samewire.service/memory.current", "500\n");
  CHECK_EQUAL(machine.limits().cores, 1.0);
  CHECK_EQUAL(machine.limits().available_bytes, 2500U);
}

TEST("what has no limit is not limited") {
  Machine machine("0::/\n");
  machine.write("sys/fs/cgroup/cpu.max", "max 100000\n");
  machine.write("sys/fs/cgroup/memory.max", "max\n").write("sys/fs/cgroup/memory.current", "1\n");
  CHECK(std::isinf(machine.limits().cores));
  CHECK_EQUAL(machine.limits().available_bytes, kUnlimited);
  Machine older("2:cpu:/\n");
  older.write("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1\n");
  older.write("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");
  CHECK(std::isinf(older.limits().cores));
  CHECK(std::isinf(Machine("").limits().cores));
}

TEST("a group that has more than its limit may take nothing") {
  Machine machine("0::/\n");
  machine.write("sys/fs/cgroup/memory.max", "3000\n").write("sys/fs/cgroup/memory.current", "3100\n");
  CHECK_EQUAL(machine.limits().available_bytes, 0U);
}

}  // namespace
}  // namespace samewire
