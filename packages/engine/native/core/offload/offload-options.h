#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace samewire {

/** Files for what the RAM tier gives up. */
struct DiskTierOptions {
  /** Made if it does not exist; files of others in it are left alone. */
  std::string folder;
  std::uint64_t max_bytes;
  /**
   * All that the content of cells depends on besides the tokens: model, llama.cpp, context. Files
   * with another one are removed. Called on the IO thread, once.
   */
  std::function<std::string()> fingerprint;
};

/** Where kept prefixes go when their cells are needed. */
struct OffloadOptions {
  /** Most bytes of host RAM; 0: nowhere. */
  std::uint64_t ram_bytes = 0;
  /** Needs RAM, through which everything passes. */
  std::optional<DiskTierOptions> disk = std::nullopt;
  /** Called on the IO thread when a step would find something new. */
  std::function<void()> wake = [] {};
};

/** Copies in one direction; only grows. */
struct CopyTotals {
  std::uint64_t num_tokens = 0;
  std::uint64_t num_bytes = 0;
  double milliseconds = 0.0;
};

struct OffloadTotals {
  /** From cells to RAM. */
  CopyTotals demotions;
  /** From RAM to cells. */
  CopyTotals promotions;
  /** Tokens that were given up and not saved: not worth it, or no time. */
  std::uint64_t num_dropped_tokens = 0;
  /** What the tiers hold now, and may hold. */
  std::uint64_t ram_bytes = 0;
  std::uint64_t ram_limit_bytes = 0;
  std::uint64_t disk_bytes = 0;
};

}  // namespace samewire
