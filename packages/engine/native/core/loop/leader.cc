#include "loop/leader.h"

#include <algorithm>

namespace samewire {
namespace {

/** A shared part shorter than this is computed sooner than waited for. */
constexpr std::uint32_t kWorthWaiting = 16;

}  // namespace

bool is_following(const Generation& generation,
                  std::span<const std::unique_ptr<Generation>> running) {
  if (!generation.leader()) return false;
  const auto& [order, num_shared] = *generation.leader();
  return std::ranges::any_of(running, [&](const auto& other) {
    return other->rank().order == order && !other->parked() && other->num_computed() < num_shared;
  });
}

std::optional<Generation::Leader> find_leader(const Generation& waiting, std::uint32_t num_cached,
                                              std::span<const std::unique_ptr<Generation>> running,
                                              const MemoryTraits& memory) {
  const std::span<const Token> wanted = waiting.known().first(waiting.known().size() - 1);
  std::uint32_t num_useful = num_cached + kWorthWaiting;
  std::optional<Generation::Leader> best;
  for (const auto& other : running) {
    if (other->parked() || other->num_pending() == 1) continue;
    if (cache_scope_of(other->request()) != cache_scope_of(waiting.request())) continue;
    auto num_common = static_cast<std::uint32_t>(
        std::ranges::mismatch(wanted, other->known()).in1 - wanted.begin());
    if (!memory.can_cut) num_common = other->last_branch_point(num_common);
    if (num_common <= other->num_computed() || num_common < num_useful) continue;
    best = {.order = other->rank().order, .num_shared = num_common};
    num_useful = num_common;
  }
  return best;
}

}  // namespace samewire
