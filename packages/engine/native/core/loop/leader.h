#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "loop/generation.h"
#include "model/model-runner.h"

namespace samewire {

/** Whether the leader that a generation follows still computes something for it. */
bool is_following(const Generation& generation,
                  std::span<const std::unique_ptr<Generation>> running);

/**
 * The running generation that is worth waiting for, because it is reading the beginning of the
 * same prompt: of several the one that shares most.
 *
 * @param num_cached tokens that the waiting one would find in the cache now
 */
std::optional<Generation::Leader> find_leader(const Generation& waiting, std::uint32_t num_cached,
                                              std::span<const std::unique_ptr<Generation>> running,
                                              const MemoryTraits& memory);

}  // namespace samewire
