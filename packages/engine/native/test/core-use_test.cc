#include "schedule/core-use.h"

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

#include <sched.h>
#include <unistd.h>

#include "temporary-folder.h"
#include "testing.h"

namespace samewire {
namespace {

/** One that this process may use. */
std::string own_core() { return std::to_string(sched_getcpu()); }

void write(const std::filesystem::path& path, const std::string& text) {
  std::ofstream(path) << text;
}

/** A process that computes nothing. */
double nothing() { return 0.0; }

TEST("cores are idle while nobody uses them or a disk is waited for") {
  const testing::TemporaryFolder folder;
  const std::filesystem::path stat = folder.path() / "stat";
  write(stat, "cpu  9 9 9 9 9 9 9 9 9 9\ncpu" + own_core() + " 100 0 0 100 0 0 0 0 0 0\nintr 1 2\n");
  CoreUseMeter meter(stat.string(), nothing);
  write(stat, "cpu  0 0 0 0 0 0 0 0 0 0\ncpu" + own_core() + " 150 5 5 120 5 5 5 5 40 0\nintr 1 2\n");
  CHECK_EQUAL(meter().value().idle, 0.25);
}

TEST("cores that the process may not use are not idle for it") {
  const testing::TemporaryFolder folder;
  const std::filesystem::path stat = folder.path() / "stat";
  write(stat, "cpu" + own_core() + " 0 0 0 0 0 0 0 0 0 0\ncpu99999 0 0 0 0 0 0 0 0 0 0\n");
  CoreUseMeter meter(stat.string(), nothing);
  write(stat, "cpu" + own_core() + " 10 0 0 0 0 0 0 0 0 0\ncpu99999 0 0 0 10 0 0 0 0 0 0\n");
  CHECK_EQUAL(meter().value().idle, 0.0);
}

TEST("others use what is neither idle nor computed by the process itself") {
  const testing::TemporaryFolder folder;
  const std::filesystem::path stat = folder.path() / "stat";
  double own_seconds = 7.0;
  write(stat, "cpu" + own_core() + " 0 0 0 0 0 0 0 0 0 0\n");
  CoreUseMeter meter(stat.string(), [&] { return own_seconds; });
  // Of 200 ticks.
  write(stat, "cpu" + own_core() + " 100 0 0 50 0 0 0 50 0 0\n");
  own_seconds += 50.0 / static_cast<double>(sysconf(_SC_CLK_TCK));
  CHECK_EQUAL(meter().value().others, 0.5);
}

TEST("where nothing is counted nothing is known") {
  const testing::TemporaryFolder folder;
  CoreUseMeter meter((folder.path() / "missing").string());
  CHECK(!meter().has_value());
}

}  // namespace
}  // namespace samewire
