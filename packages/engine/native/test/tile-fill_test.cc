#include "schedule/tile-fill.h"

#include "testing.h"

namespace samewire {
namespace {

/** A model of 0.6 B. */
constexpr TileCosts kCosts{.tile = 64, .cells_per_row = 1600};

/** Of one sequence that has so much behind it. */
StepRows rows_behind(std::uint32_t depth, std::uint32_t num) {
  StepRows rows{.num = num, .num_cells_of_all = depth + num};
  for (std::uint32_t i = 0; i < num; ++i) rows.num_cells += depth + i + 1;
  return rows;
}

TEST("a short question after a long talk fills a tile") {
  CHECK_EQUAL(num_fillers(rows_behind(2048, 40), kCosts), 24U);
  CHECK_EQUAL(num_fillers(rows_behind(512, 56), kCosts), 8U);
}

TEST("a few words are read one by one") {
  CHECK_EQUAL(num_fillers(rows_behind(2048, 8), kCosts), 0U);
  CHECK_EQUAL(num_fillers(rows_behind(8192, 1), kCosts), 0U);
}

TEST("a short prompt with nothing before it fills no tile") {
  for (std::uint32_t num = 1; num < 64; ++num) {
    CHECK_EQUAL(num_fillers(rows_behind(0, num), kCosts), 0U);
  }
}

TEST("the deeper a past, the fewer rows are worth a tile") {
  std::uint32_t fewest_before = 64;
  for (const std::uint32_t depth : {256U, 512U, 1024U, 2048U, 8192U}) {
    std::uint32_t fewest = 1;
    while (num_fillers(rows_behind(depth, fewest), kCosts) == 0) ++fewest;
    CHECK(fewest <= fewest_before);
    fewest_before = fewest;
  }
  CHECK(fewest_before < 32);
}

TEST("a large model, of which attention is a small part, fills fewer tiles") {
  const TileCosts large{.tile = 64, .cells_per_row = 10'000};
  CHECK_EQUAL(num_fillers(rows_behind(2048, 40), large), 0U);
  CHECK_EQUAL(num_fillers(rows_behind(8192, 40), large), 24U);
}

TEST("streams, each with a past of its own, fill no tile") {
  constexpr std::uint32_t kNumStreams = 32;
  constexpr std::uint32_t kDepth = 2000;
  const std::uint64_t num_cells = std::uint64_t{kNumStreams} * kDepth;
  CHECK_EQUAL(num_fillers({.num = kNumStreams, .num_cells = num_cells, .num_cells_of_all = num_cells},
                          kCosts),
              0U);
}

TEST("what fills a tile already is left as it is") {
  CHECK_EQUAL(num_fillers(rows_behind(2048, 64), kCosts), 0U);
  CHECK_EQUAL(num_fillers(rows_behind(2048, 100), kCosts), 0U);
}

}  // namespace
}  // namespace samewire
