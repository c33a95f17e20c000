#include "loop/promotion.h"

#include <algorithm>
#include <vector>

namespace samewire {
namespace {

/** Part of a step's time that copies may take, beside streams and while nobody waits. */
constexpr double kShareBesideStreams = 0.1;
constexpr double kShareWhenQuiet = 0.25;

bool is_decoding(const Generation& generation) {
  return generation.num_pending() == 1 && !generation.parked();
}

}  // namespace

Promotion promote(KvCache& cache, std::span<const std::unique_ptr<Generation>> running,
                  const PaceTarget& pace, double prefill_token_ms) {
  if (!cache.has_tiers()) return {};
  const bool has_streams =
      std::ranges::any_of(running, [](const auto& g) { return is_decoding(*g); });
  Promotion result;
  result.goes_on = cache.begin_step({
      .milliseconds = has_streams ? kShareBesideStreams * pace.step_ms
                                  : kShareWhenQuiet * pace.quiet_step_ms,
      .prefill_token_ms = prefill_token_ms,
  });
  std::vector<Generation*> in_order;
  for (const auto& generation : running) {
    if (generation->num_pending() > 1 && !generation->parked()) {
      in_order.push_back(generation.get());
    }
  }
  std::ranges::sort(in_order, {}, [](const Generation* generation) { return generation->rank(); });
  for (Generation* generation : in_order) {
    const KvCache::Extension extension =
        cache.extend(*generation->sequence(), generation->known());
    generation->set_awaits_cells(extension.is_late);
    if (extension.length == generation->num_computed()) continue;
    const std::uint32_t num_found = generation->restore(extension.length);
    result.num_tokens += num_found;
    result.num_disk_tokens += std::min(num_found, extension.num_from_disk);
    result.goes_on = true;
  }
  return result;
}

}  // namespace samewire
