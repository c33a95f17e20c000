#include "offload/copy-pace.h"

#include <cstddef>

#include "testing.h"

namespace samewire {
namespace {

constexpr std::size_t kBytes = 1024 * 1024;
constexpr double kUsualMs = 0.5;

CopyPace after_usual_copies() {
  CopyPace pace;
  for (int i = 0; i < 50; ++i) pace.record(kBytes, kUsualMs);
  return pace;
}

}  // namespace

TEST("what copying takes is learned from copies") {
  const CopyPace pace = after_usual_copies();
  CHECK(pace.estimate_ms(kBytes) > 0.99 * kUsualMs);
  CHECK(pace.estimate_ms(kBytes) < 1.01 * kUsualMs);
}

TEST("one copy in which somebody else had the core changes little") {
  CopyPace pace = after_usual_copies();
  pace.record(kBytes, 200 * kUsualMs);
  CHECK(pace.estimate_ms(kBytes) < 2 * kUsualMs);
}

TEST("copies that stay slow are believed") {
  CopyPace pace = after_usual_copies();
  for (int i = 0; i < 20; ++i) pace.record(kBytes, 10 * kUsualMs);
  CHECK(pace.estimate_ms(kBytes) > 9 * kUsualMs);
}

TEST("a few slow copies do not end copying for good") {
  CopyPace pace;
  for (int i = 0; i < 20; ++i) pace.record(1000, 1000.0);
  const double slow_ms = pace.estimate_ms(1000);
  for (int i = 0; i < 1000; ++i) pace.doubt();
  CHECK(pace.estimate_ms(1000) < slow_ms / 1000);
}

}  // namespace samewire
