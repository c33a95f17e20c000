#include "sampling/highest.h"

#include <cmath>
#include <limits>
#include <vector>

#include "random.h"
#include "testing.h"

namespace samewire {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();

TEST("the highest logit is found wherever it lies, in rows of any length") {
  testing::Random random(1);
  for (int round = 0; round < 500; ++round) {
    std::vector<float> logits(1 + random.below(5000));
    for (float& logit : logits) logit = -static_cast<float>(1 + random.below(1000));
    const std::size_t place = random.below(static_cast<std::uint32_t>(logits.size()));
    logits[place] = -0.5F;
    const Highest highest = find_highest(logits);
    CHECK_EQUAL(highest.place, place);
    CHECK_EQUAL(highest.logit, -0.5F);
  }
}

TEST("of equal logits the first is the highest") {
  std::vector<float> logits(4000, 0.0F);
  logits[3900] = logits[1500] = logits[1490] = 2.0F;
  CHECK_EQUAL(find_highest(logits).place, 1490U);
}

TEST("what is no number is never the highest") {
  std::vector<float> logits(3000, std::nanf(""));
  logits[2000] = -7.0F;
  CHECK_EQUAL(find_highest(logits).place, 2000U);
  CHECK_EQUAL(find_highest(logits).logit, -7.0F);
}

TEST("where nothing can be chosen, the highest is minus infinity") {
  CHECK_EQUAL(find_highest({}).logit, -kInfinity);
  CHECK_EQUAL(find_highest(std::vector<float>(100, std::nanf(""))).logit, -kInfinity);
  CHECK_EQUAL(find_highest(std::vector<float>(2000, -kInfinity)).logit, -kInfinity);
}

}  // namespace
}  // namespace samewire
