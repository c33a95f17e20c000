// Who is served first, and how late is too late.
#include <cstdint>
#include <string>
#include <vector>

#include "fixtures.h"
#include "loop-rig.h"
#include "testing.h"

namespace samewire {
namespace {

using testing::expected_text;
using testing::greedy_request;
using testing::Rig;
using testing::runner_limits;

TEST("a request of higher priority takes the place of one of lower, which finishes later") {
  Rig rig(runner_limits(600, 1), 100);
  rig.accept(greedy_request(1, {5, 6}, 40));
  for (int i = 0; i < 5; ++i) rig.loop.step();
  Request urgent = greedy_request(2, {8, 9}, 3);
  urgent.priority = 1;
  rig.accept(urgent);
  for (int i = 0; i < 4; ++i) rig.loop.step();
  CHECK_EQUAL(rig.ending(2).num_finishes, 1);
  CHECK_EQUAL(rig.ending(1).num_finishes, 0);
  rig.run_to_end();
  CHECK_EQUAL(rig.ending(1).text, expected_text({5, 6}, 40, rig.vocabulary));
}

TEST("a tenant with a hundred requests delays another's by its share only") {
  Rig rig(runner_limits(600, 1), 100);
  for (RequestId id = 0; id < 100; ++id) {
    Request request = greedy_request(id, {static_cast<Token>(1 + id % 40)}, 3);
    request.tenant = 1;
    rig.accept(request);
  }
  Request other = greedy_request(200, {5}, 3);
  other.tenant = 2;
  rig.accept(other);
  int num_before = 0;
  while (rig.ending(200).num_finishes == 0) CHECK(rig.loop.step());
  for (RequestId id = 0; id < 100; ++id) num_before += rig.ending(id).num_finishes;
  CHECK(num_before <= 2);
  rig.run_to_end();
}

TEST("a request whose first token is late fails with its deadline, and no other does") {
  Rig rig(runner_limits(600, 1), 100);
  rig.accept(greedy_request(1, {5, 6}, 20));
  rig.loop.step();
  Request late = greedy_request(2, {8, 9}, 3);
  late.first_token_deadline_ms = 0;
  rig.accept(late);
  rig.run_to_end();
  CHECK_EQUAL(rig.sink.faults.at(2).size(), 1U);
  CHECK_EQUAL(rig.ending(1).num_finishes, 1);
  CHECK_EQUAL(rig.loop.stats().num_missed_deadlines, 1U);
}

}  // namespace
}  // namespace samewire
