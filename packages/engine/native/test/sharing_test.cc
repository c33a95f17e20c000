// What requests share is computed once, whatever becomes of the others.
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

TEST("the choices of a request compute their prompt once") {
  Rig rig;
  Request request = greedy_request(1, std::vector<Token>(30, 4), 5);
  request.num_choices = 4;
  rig.accept(request);
  rig.run_to_end();
  for (std::uint32_t choice = 0; choice < 4; ++choice) {
    CHECK_EQUAL(rig.ending(1, choice).text,
                expected_text(std::vector<Token>(30, 4), 5, rig.vocabulary));
  }
  // 30 prompt tokens once, the last of them again for three choices, 4 generated for each.
  CHECK_EQUAL(rig.runner.num_computed_tokens, 30U + 3U + 16U);
  CHECK_EQUAL(rig.ending(1, 3).num_cached, 29U);
}

TEST("requests that begin alike and come together compute the common part once") {
  Rig rig(runner_limits(600, 8), 100);
  std::vector<std::vector<Token>> prompts;
  for (Token client = 0; client < 6; ++client) {
    std::vector<Token> prompt(60, 7);
    prompt.insert(prompt.end(), {static_cast<Token>(client + 1), 3});
    prompts.push_back(prompt);
    rig.accept(greedy_request(static_cast<RequestId>(client), prompt, 4));
  }
  rig.run_to_end();
  // 60 tokens once, two of its own for each, three of four generated ones for each.
  CHECK_EQUAL(rig.runner.num_computed_tokens, 60U + 6U * 2U + 6U * 3U);
  CHECK_EQUAL(rig.loop.stats().num_shared_tokens, 5U * 60U);
  for (RequestId id = 0; id < 6; ++id) {
    CHECK_EQUAL(rig.ending(id).text, expected_text(prompts[id], 4, rig.vocabulary));
  }
}

TEST("a request goes on by itself when the one it waited for is cancelled") {
  Rig rig(runner_limits(600, 8), 100);
  rig.accept(greedy_request(1, std::vector<Token>(80, 7), 4));
  rig.accept(greedy_request(2, std::vector<Token>(90, 7), 4));
  rig.loop.step();
  CHECK_EQUAL(rig.loop.stats().num_following, 1U);
  rig.loop.cancel(1);
  rig.run_to_end();
  CHECK_EQUAL(rig.ending(2).text, expected_text(std::vector<Token>(90, 7), 4, rig.vocabulary));
}

TEST("requests of different scopes share nothing") {
  Rig rig(runner_limits(600, 8), 100);
  for (RequestId id = 1; id <= 2; ++id) {
    Request request = greedy_request(id, std::vector<Token>(40, 7), 1);
    request.cache_scope = id;
    rig.accept(request);
  }
  rig.run_to_end();
  CHECK_EQUAL(rig.runner.num_computed_tokens, 80U);
}

TEST("choices of a model whose past is one state compute their prompt once as well") {
  RunnerLimits limits = runner_limits(600, 8);
  limits.memory = {.can_cut = false, .can_share = false, .can_snapshot = true};
  Rig rig(limits, 100);
  Request request = greedy_request(1, std::vector<Token>(30, 4), 5);
  request.num_choices = 3;
  rig.accept(request);
  rig.run_to_end();
  CHECK_EQUAL(rig.runner.num_computed_tokens, 30U + 2U + 3U * 4U);
  for (std::uint32_t choice = 0; choice < 3; ++choice) {
    CHECK_EQUAL(rig.ending(1, choice).text,
                expected_text(std::vector<Token>(30, 4), 5, rig.vocabulary));
  }
}

TEST("a conversation that goes on differently is continued from its last branch point") {
  RunnerLimits limits = runner_limits(600, 8);
  limits.memory = {.can_cut = false, .can_share = false, .can_snapshot = true};
  Rig rig(limits, 100);
  Request first = greedy_request(1, std::vector<Token>(30, 4), 5);
  first.branch_points = {10, 25};
  rig.accept(first);
  rig.run_to_end();
  std::vector<Token> prompt(27, 4);
  prompt.insert(prompt.end(), {9, 9, 9});
  rig.accept(greedy_request(2, prompt, 5));
  rig.run_to_end();
  CHECK_EQUAL(rig.ending(2).num_cached, 25U);
  CHECK_EQUAL(rig.ending(2).text, expected_text(prompt, 5, rig.vocabulary));
}

}  // namespace
}  // namespace samewire
