#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "drafting-rig.h"
#include "fixtures.h"

namespace samewire::testing {

struct Load {
  std::uint32_t num_requests = 1;
  std::uint32_t num_tokens = 200;
  std::uint32_t num_prompt_tokens = 4;
  /** Requests that follow one another. */
  std::uint32_t num_turns = 1;
};

inline double time_of(const DraftingOptions& options, const Says& says, const Says& draft_says,
               const Load& load) {
  DraftingRig drafting(options);
  let_say(drafting.rig.runner, says);
  let_say(*drafting.draft_runner, draft_says);
  for (RequestId turn = 0; turn < load.num_turns; ++turn) {
    for (RequestId i = 0; i < load.num_requests; ++i) {
      const RequestId id = turn * load.num_requests + i;
      std::vector<Token> prompt{static_cast<Token>(1 + id % 49), static_cast<Token>(1 + id / 49)};
      while (prompt.size() < load.num_prompt_tokens) prompt.push_back(at_random(prompt));
      drafting.rig.accept(endless(id, std::move(prompt), load.num_tokens));
    }
    drafting.rig.run_to_end();
  }
  return drafting.total_ms;
}

/** How much sooner answers come with drafts than without. */
inline double speed_up(DraftingOptions options, const Says& says, const Says& draft_says,
                const Load& load = {}) {
  options.limits = runner_limits(12'000, 8);
  const double with = time_of(options, says, draft_says, load);
  options.has_draft_model = false;
  return time_of(options, says, draft_says, load) / with;
}

inline Token wrong(std::span<const Token> text) { return 1 + at_random(text) % 49; }

inline PassMs linear(double ms, double ms_per_token) {
  return [=](std::size_t num_tokens) {
    return ms + ms_per_token * static_cast<double>(num_tokens);
  };
}

}  // namespace samewire::testing
