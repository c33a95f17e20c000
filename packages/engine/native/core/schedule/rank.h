#pragma once

#include <compare>
#include <cstdint>

namespace samewire {

/**
 * Who comes first when not everybody can: lower ranks are served sooner and give up their cells
 * later. A rank is given once, when a request is accepted.
 */
struct Rank {
  /** Higher priorities come first, whatever the rest says. */
  std::int32_t priority = 0;
  /** Place in the fair order of tenants (fair-queue.h). */
  double virtual_start = 0.0;
  /** Order of arrival. */
  std::uint64_t order = 0;

  std::strong_ordering operator<=>(const Rank& other) const {
    if (priority != other.priority) return other.priority <=> priority;
    if (virtual_start < other.virtual_start) return std::strong_ordering::less;
    if (virtual_start > other.virtual_start) return std::strong_ordering::greater;
    return order <=> other.order;
  }
  bool operator==(const Rank& other) const { return (*this <=> other) == 0; }
};

}  // namespace samewire
