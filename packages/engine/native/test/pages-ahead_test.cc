#include "model/pages-ahead.h"

#include <sys/mman.h>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <optional>
#include <utility>
#include <vector>

#include "model/saved-cells.h"
#include "testing.h"

namespace samewire {
namespace {

const std::size_t kPage = Pages::page_size();

/** Pages that the kernel has given already. */
std::size_t num_resident(const Pages& pages) {
  std::vector<unsigned char> residency(pages.size() / Pages::page_size());
  CHECK_EQUAL(mincore(pages.data(), pages.size(), residency.data()), 0);
  return static_cast<std::size_t>(
      std::ranges::count_if(residency, [](unsigned char flags) { return (flags & 1) != 0; }));
}

}  // namespace

TEST("pages that are ready have been written to") {
  PagesAhead ahead(8 * kPage, 2);
  ahead.wait_until_ready();
  const std::optional<Pages> pages = ahead.take(8 * kPage);
  CHECK(pages.has_value());
  CHECK_EQUAL(pages->size(), 8 * kPage);
  CHECK_EQUAL(num_resident(*pages), 8U);
  CHECK_EQUAL(num_resident(Pages(8 * kPage)), 0U);
}

TEST("what a small run leaves of its pages is there for the next one") {
  PagesAhead ahead(8 * kPage, 1);
  ahead.wait_until_ready();
  const std::optional<Pages> first = ahead.take(3 * kPage - 5);
  const std::optional<Pages> second = ahead.take(5 * kPage);
  CHECK_EQUAL(first->size(), 3 * kPage);
  CHECK_EQUAL(second->data(), first->data() + 3 * kPage);
}

TEST("more than a run is never ready") {
  PagesAhead ahead(2 * kPage, 1);
  ahead.wait_until_ready();
  CHECK(!ahead.take(2 * kPage + 1).has_value());
  CHECK(ahead.take(2 * kPage).has_value());
}

TEST("pages that were taken are made up for") {
  PagesAhead ahead(4 * kPage, 2);
  for (int i = 0; i < 6; ++i) {
    ahead.wait_until_ready();
    CHECK(ahead.take(4 * kPage).has_value());
  }
}

TEST("pages outlive what kept them ready, and hold what is written to them") {
  std::optional<SavedCells> saved;
  {
    PagesAhead ahead(4 * kPage, 1);
    ahead.wait_until_ready();
    saved.emplace(*ahead.take(3 * kPage), 2 * kPage + 7);
  }
  CHECK_EQUAL(saved->size(), 2 * kPage + 7);
  std::memset(saved->bytes().data(), 7, saved->size());
  const SavedCells moved = std::move(*saved);
  CHECK(std::ranges::all_of(moved.bytes(), [](std::byte byte) { return byte == std::byte{7}; }));
}

}  // namespace samewire
