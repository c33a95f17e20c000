#pragma once

#include <cstdint>

namespace samewire {

/** What the choice of defaults depends on. */
struct ResourceNeeds {
  std::uint64_t model_bytes;
  std::uint64_t kv_bytes_per_token;
  std::uint32_t trained_context_length;
  std::uint32_t num_slots;
};

/**
 * Tokens for the KV cache: enough for every slot to use the whole trained context, but never more
 * than a quarter of the memory that is available now.
 */
std::uint32_t default_context_size(const ResourceNeeds& needs, std::uint64_t available_bytes);

/**
 * Whether attention, not the weights, is what a step of this model costs. Such a model is faster
 * with separate sequences, because then attention looks at one sequence's cells instead of all.
 */
bool is_tiny(const ResourceNeeds& needs);

/** Threads that compute a step: of few tokens, and of many. */
struct NumThreads {
  std::uint32_t few;
  std::uint32_t many;
  /** Whether `few` is where to begin, to be changed up to `many` by what steps take. */
  bool is_tuned = false;
};

/**
 * Every core, except that few tokens of a tiny model are computed before a second thread has
 * woken up.
 */
NumThreads default_num_threads(const ResourceNeeds& needs, std::uint32_t num_cores);

/** For prefixes that lost their cells: a quarter of the memory that is available, at most 8 GiB. */
std::uint64_t default_cache_ram_bytes(std::uint64_t available_bytes);

/**
 * Memory that can be had without swapping and within the limits of a container, in bytes; a cautious
 * guess where it is not known.
 */
std::uint64_t available_memory_bytes();

/** Cores that this process may use, and whose time it has within the limits of a container. */
std::uint32_t available_cores();

}  // namespace samewire
