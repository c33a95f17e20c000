#pragma once

#include <cstdint>
#include <unordered_map>

#include "types.h"

namespace samewire {

/**
 * Start-time fair queueing over tenants (Goyal, Vin and Cheng, SIGCOMM 1996): work is counted in
 * tokens, and of two tenants that both have work waiting each gets as much as the other, times its
 * weight, however many requests either has sent. A tenant that was idle saves nothing up.
 *
 * Loop thread only.
 */
class FairQueue {
 public:
  /**
   * The place of a new piece of work; smaller comes first.
   *
   * @param cost in tokens
   * @param weight > 0
   */
  double enqueue(TenantId tenant, double cost, double weight);

  /** Work whose place was `virtual_start` begins. */
  void begin(double virtual_start);

 private:
  double now_ = 0.0;
  /** Where the work that a tenant has sent so far ends; only tenants that are ahead of `now_`. */
  std::unordered_map<TenantId, double> ends_;
};

}  // namespace samewire
