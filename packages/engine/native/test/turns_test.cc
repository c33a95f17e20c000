#include "schedule/turns.h"

#include <array>
#include <map>
#include <vector>

#include "model/adapter.h"
#include "random.h"
#include "testing.h"

namespace samewire {
namespace {

using Groups = std::vector<Turns::Group>;

struct ThreeGroups {
  std::array<AdapterSet, 3> sets;
  Turns::Group a = &sets[0];
  Turns::Group b = &sets[1];
  Turns::Group c = &sets[2];
};

TEST("a group that is alone has every turn") {
  const ThreeGroups groups;
  Turns turns(100);
  for (int i = 0; i < 10; ++i) {
    CHECK(turns.choose(Groups{groups.a}) == groups.a);
    turns.record(90);
  }
}

TEST("a group keeps its turn until its time is over") {
  const ThreeGroups groups;
  Turns turns(100);
  const Groups both{groups.a, groups.b};
  CHECK(turns.choose(both) == groups.a);
  turns.record(60);
  CHECK(turns.choose(both) == groups.a);
  turns.record(60);
  CHECK(turns.choose(both) == groups.b);
}

TEST("a group without work gives its turn away") {
  const ThreeGroups groups;
  Turns turns(100);
  CHECK(turns.choose(Groups{groups.a, groups.b}) == groups.a);
  CHECK(turns.choose(Groups{groups.b}) == groups.b);
}

TEST("new groups queue behind those that wait already") {
  const ThreeGroups groups;
  Turns turns(100);
  CHECK(turns.choose(Groups{groups.a, groups.b}) == groups.a);
  turns.record(100);
  CHECK(turns.choose(Groups{groups.a, groups.b, groups.c}) == groups.b);
  turns.record(100);
  CHECK(turns.choose(Groups{groups.a, groups.b, groups.c}) == groups.a);
  turns.record(100);
  CHECK(turns.choose(Groups{groups.a, groups.b, groups.c}) == groups.c);
}

TEST("a group waits no longer where there are more of them") {
  std::array<AdapterSet, 5> sets;
  Turns turns(100);
  Groups all;
  for (const AdapterSet& set : sets) all.push_back(&set);
  for (int round = 0; round < 3; ++round) {
    for (const Turns::Group group : all) {
      for (int step = 0; step < 5; ++step) {
        CHECK(turns.choose(all) == group);
        turns.record(5);
      }
    }
  }
}

// The law: whoever has work waits for one turn of every other group, each over by a step. The turns
// of those in front get longer as these become fewer: 1/5 + 1/4 + 1/3 + 1/2 + 1 of the time.
TEST("among random groups and steps nobody waits longer than promised") {
  testing::Random random(11);
  std::array<AdapterSet, 6> sets;
  constexpr double kWait = 100.0;
  constexpr double kStep = 40.0;
  Turns turns(kWait);
  std::map<Turns::Group, double> waited;
  std::vector<bool> has_work(sets.size(), false);
  for (int step = 0; step < 20000; ++step) {
    Groups with_work;
    for (std::size_t i = 0; i < sets.size(); ++i) {
      if (random.one_in(10)) has_work[i] = !has_work[i];
      if (has_work[i]) with_work.push_back(&sets[i]);
      if (!has_work[i]) waited.erase(&sets[i]);
    }
    if (with_work.empty()) continue;
    const Turns::Group chosen = turns.choose(with_work);
    const double milliseconds = 1.0 + random.below(static_cast<std::uint32_t>(kStep) - 1);
    turns.record(milliseconds);
    for (const Turns::Group group : with_work) waited[group] += milliseconds;
    waited[chosen] = 0.0;
    for (const auto& [group, total] : waited) CHECK(total <= 2.3 * kWait + 5 * kStep);
  }
}

}  // namespace
}  // namespace samewire
