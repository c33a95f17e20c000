#include "loop/work-ahead.h"

#include "loop/demands.h"
#include "loop/leader.h"

namespace samewire {

void add_work_ahead(EngineStats& stats, std::span<const std::unique_ptr<Generation>> running,
                    std::span<const std::unique_ptr<Generation>> waiting, bool is_full) {
  std::uint64_t num_tokens_ahead = 0;
  for (const auto& generation : running) num_tokens_ahead += generation->num_ahead(kGrowthHorizon);
  for (const auto& generation : waiting) {
    num_tokens_ahead += generation->num_ahead(kGrowthHorizon);
    if (!generation->started()) stats.num_waiting_tokens += generation->request().prompt.size();
    if (is_following(*generation, running)) ++stats.num_following;
  }
  const std::uint64_t num_tokens_done = stats.num_decode_tokens + stats.num_prefill_tokens;
  if (num_tokens_done == 0 || !is_full) return;
  const double ms_per_token = stats.step_times.sum_ms / static_cast<double>(num_tokens_done);
  stats.estimated_wait_ms = ms_per_token * static_cast<double>(num_tokens_ahead);
}

}  // namespace samewire
