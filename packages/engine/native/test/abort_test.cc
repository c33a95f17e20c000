// Whenever a client leaves: nothing of its request stays behind.
#include <algorithm>
#include <cstdint>
#include <vector>

#include "fixtures.h"
#include "loop-rig.h"
#include "random.h"
#include "testing.h"

namespace samewire {
namespace {

using testing::adapter_set;
using testing::greedy_request;
using testing::Random;
using testing::Rig;
using testing::runner_limits;

/** A request with something of everything that holds on to a sequence. */
Request random_request(Random& random, RequestId id, std::shared_ptr<const AdapterSet> adapters) {
  std::vector<Token> prompt(1 + random.below(40), static_cast<Token>(1 + random.below(3)));
  prompt.push_back(static_cast<Token>(1 + random.below(40)));
  Request request = greedy_request(id, std::move(prompt), 1 + random.below(30));
  request.num_choices = 1 + random.below(3);
  request.priority = static_cast<std::int32_t>(random.below(3));
  request.tenant = random.below(4);
  if (random.one_in(4)) request.adapters = std::move(adapters);
  return request;
}

TEST("ten thousand requests aborted at random moments leave no sequence and no cell behind") {
  Random random(2026);
  Rig rig(runner_limits(400, 8), 80);
  const auto adapters = adapter_set(1);
  std::vector<RequestId> open;
  constexpr RequestId kNumRequests = 10'000;
  for (RequestId id = 1; id <= kNumRequests; ++id) {
    const Request request = random_request(random, id, adapters);
    rig.accept(request);
    open.push_back(id);
    if (random.one_in(5)) rig.loop.set_parked(id, true);
    for (std::uint32_t i = random.below(4); i > 0; --i) rig.loop.step();
    while (open.size() > random.below(20)) {
      const std::size_t at = random.below(static_cast<std::uint32_t>(open.size()));
      rig.loop.cancel(open[at]);
      open[at] = open.back();
      open.pop_back();
    }
  }
  for (const RequestId id : open) rig.loop.cancel(id);
  CHECK(!rig.loop.step());
  const EngineStats stats = rig.loop.stats();
  CHECK_EQUAL(stats.num_active, 0U);
  CHECK_EQUAL(stats.num_waiting, 0U);
  // What is left is kept prefixes, and those can all be given up: a request that needs every cell
  // there is runs.
  CHECK_EQUAL(stats.num_used_cells, stats.num_kept_cells);
  rig.accept(greedy_request(kNumRequests + 1, std::vector<Token>(399, 45), 1));
  rig.run_to_end();
  CHECK_EQUAL(rig.ending(kNumRequests + 1).num_finishes, 1);
  for (const auto& [key, ending] : rig.sink.choices) CHECK_EQUAL(ending.num_finishes, 1);
}

}  // namespace
}  // namespace samewire
