#include "schedule/fair-queue.h"

#include <algorithm>

namespace samewire {

double FairQueue::enqueue(TenantId tenant, double cost, double weight) {
  double& end = ends_[tenant];
  const double start = std::max(now_, end);
  end = start + cost / weight;
  return start;
}

void FairQueue::begin(double virtual_start) {
  if (virtual_start <= now_) return;
  now_ = virtual_start;
  std::erase_if(ends_, [&](const auto& entry) { return entry.second <= now_; });
}

}  // namespace samewire
