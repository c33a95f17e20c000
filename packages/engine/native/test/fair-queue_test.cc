#include "schedule/fair-queue.h"

#include <map>
#include <utility>
#include <vector>

#include "random.h"
#include "testing.h"

namespace samewire {
namespace {

TEST("a tenant with many requests does not push back one with few") {
  FairQueue queue;
  double last_of_many = 0.0;
  for (int i = 0; i < 100; ++i) last_of_many = queue.enqueue(1, 50, 1);
  CHECK(queue.enqueue(2, 50, 1) < last_of_many);
  CHECK_EQUAL(queue.enqueue(2, 50, 1), 50.0);
}

TEST("a tenant of double weight gets double the work") {
  FairQueue queue;
  queue.enqueue(1, 100, 1);
  queue.enqueue(2, 100, 2);
  CHECK_EQUAL(queue.enqueue(1, 100, 1), 100.0);
  CHECK_EQUAL(queue.enqueue(2, 100, 2), 50.0);
}

TEST("a tenant that was idle saves nothing up") {
  FairQueue queue;
  for (int i = 0; i < 10; ++i) queue.begin(queue.enqueue(1, 100, 1));
  CHECK(queue.enqueue(2, 100, 1) >= 900.0);
}

// The law: while both have work waiting, their shares of what was begun differ by no more than the
// largest piece of each.
TEST("whatever sizes the work has, waiting tenants are served equally") {
  testing::Random random(11);
  FairQueue queue;
  std::multimap<double, std::pair<TenantId, double>> waiting;
  const auto send = [&](TenantId tenant) {
    const double cost = 1 + random.below(500);
    waiting.emplace(queue.enqueue(tenant, cost, 1), std::pair(tenant, cost));
  };
  for (int i = 0; i < 30; ++i) send(1);
  for (int i = 0; i < 5; ++i) send(2);
  std::map<TenantId, double> served;
  for (int i = 0; i < 4000; ++i) {
    const auto [start, work] = *waiting.begin();
    waiting.erase(waiting.begin());
    queue.begin(start);
    served[work.first] += work.second;
    send(work.first);
    CHECK(served[1] - served[2] <= 1000.0);
    CHECK(served[2] - served[1] <= 1000.0);
  }
}

}  // namespace
}  // namespace samewire
