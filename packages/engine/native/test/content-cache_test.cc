#include "content-cache.h"

#include <atomic>
#include <latch>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "testing.h"

using namespace samewire;
using namespace samewire::testing;

namespace {

using Cache = ContentCache<const std::string>;

constexpr std::size_t kLimit = 10;

/** Asks for what is said to be of a size; returns whether it had to be made. */
bool had_to_make(Cache& cache, const std::string& key, std::size_t size = 1) {
  bool made = false;
  const auto value = cache.get(key, 0, [&] {
    made = true;
    return Cache::Made{.value = std::make_shared<const std::string>("of " + key), .size = size};
  });
  CHECK_EQUAL(*value, "of " + key);
  return made;
}

}  // namespace

TEST("what was made is found again, by its key alone") {
  Cache cache(kLimit);
  CHECK(had_to_make(cache, "a"));
  CHECK(had_to_make(cache, "b"));
  CHECK(!had_to_make(cache, "a"));
  CHECK(!had_to_make(cache, "b"));
}

TEST("what was used longest ago goes first, and no more is kept than the limit says") {
  Cache cache(kLimit);
  had_to_make(cache, "a", 4);
  had_to_make(cache, "b", 4);
  had_to_make(cache, "a", 4);
  had_to_make(cache, "c", 4);
  CHECK_EQUAL(cache.size(), std::size_t{8});
  CHECK(!had_to_make(cache, "a", 4));
  CHECK(!had_to_make(cache, "c", 4));
  CHECK(had_to_make(cache, "b", 4));
}

TEST("keys count as well") {
  Cache cache(kLimit);
  cache.get("a", kLimit, [] {
    return Cache::Made{.value = std::make_shared<const std::string>("of a"), .size = 1};
  });
  CHECK_EQUAL(cache.size(), std::size_t{0});
  CHECK(had_to_make(cache, "a"));
}

TEST("what is larger than the limit is not kept, and drives out nothing") {
  Cache cache(kLimit);
  had_to_make(cache, "a");
  CHECK(had_to_make(cache, "large", kLimit + 1));
  CHECK(had_to_make(cache, "large", kLimit + 1));
  CHECK(!had_to_make(cache, "a"));
  CHECK_EQUAL(cache.size(), std::size_t{1});
}

TEST("what fails is thrown, and made when it is asked for again") {
  Cache cache(kLimit);
  bool was_thrown = false;
  try {
    cache.get("a", 0, []() -> Cache::Made { throw std::runtime_error("No."); });
  } catch (const std::runtime_error&) {
    was_thrown = true;
  }
  CHECK(was_thrown);
  CHECK_EQUAL(cache.size(), std::size_t{0});
  CHECK(had_to_make(cache, "a"));
}

TEST("those who ask for the same at once get what one of them made") {
  constexpr int kNumThreads = 8;
  Cache cache(kLimit);
  std::latch begun(kNumThreads);
  std::atomic<int> num_made = 0;
  std::vector<std::shared_ptr<const std::string>> values(kNumThreads);
  std::vector<std::thread> threads;
  for (auto& value : values) {
    threads.emplace_back([&] {
      begun.arrive_and_wait();
      value = cache.get("a", 0, [&] {
        ++num_made;
        return Cache::Made{.value = std::make_shared<const std::string>("of a"), .size = 1};
      });
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK_EQUAL(num_made.load(), 1);
  for (const auto& value : values) CHECK(value == values.front());
}

TEST("many threads with many keys get what they ask for, within the limit") {
  Cache cache(kLimit);
  std::atomic<int> num_wrong = 0;
  std::vector<std::thread> threads;
  for (int thread = 1; thread <= 4; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0; i < 500; ++i) {
        const std::string key = std::to_string((i * thread) % 17);
        const auto value = cache.get(key, 0, [&] {
          return Cache::Made{.value = std::make_shared<const std::string>(key), .size = 3};
        });
        if (*value != key || cache.size() > kLimit) ++num_wrong;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK_EQUAL(num_wrong.load(), 0);
}
