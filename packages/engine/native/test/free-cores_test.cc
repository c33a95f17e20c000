#include "schedule/free-cores.h"

#include <filesystem>
#include <fstream>
#include <string>

#include <sched.h>

#include "temporary-folder.h"
#include "testing.h"

namespace samewire {
namespace {

/** One that this process may use. */
std::string own_core() { return std::to_string(sched_getcpu()); }

void write(const std::filesystem::path& path, const std::string& text) {
  std::ofstream(path) << text;
}

TEST("cores are free for as long as they were idle or waited for a disk") {
  const testing::TemporaryFolder folder;
  const std::filesystem::path stat = folder.path() / "stat";
  write(stat, "cpu  9 9 9 9 9 9 9 9 9 9\ncpu" + own_core() + " 100 0 0 100 0 0 0 0 0 0\nintr 1 2\n");
  FreeCores free_cores(stat.string());
  write(stat, "cpu  0 0 0 0 0 0 0 0 0 0\ncpu" + own_core() + " 150 5 5 120 5 5 5 5 40 0\nintr 1 2\n");
  CHECK_EQUAL(free_cores(), 0.25);
}

TEST("cores that the process may not use are not free for it") {
  const testing::TemporaryFolder folder;
  const std::filesystem::path stat = folder.path() / "stat";
  write(stat, "cpu" + own_core() + " 0 0 0 0 0 0 0 0 0 0\ncpu99999 0 0 0 0 0 0 0 0 0 0\n");
  FreeCores free_cores(stat.string());
  write(stat, "cpu" + own_core() + " 10 0 0 0 0 0 0 0 0 0\ncpu99999 0 0 0 10 0 0 0 0 0 0\n");
  CHECK_EQUAL(free_cores(), 0.0);
}

TEST("where nothing is counted any core may be free") {
  const testing::TemporaryFolder folder;
  FreeCores free_cores((folder.path() / "missing").string());
  CHECK(free_cores() > 1000.0);
}

}  // namespace
}  // namespace samewire
