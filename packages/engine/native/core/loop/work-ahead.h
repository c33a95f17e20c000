#pragma once

#include <memory>
#include <span>

#include "loop/engine-stats.h"
#include "loop/generation.h"

namespace samewire {

/**
 * Adds to what a loop has done what it has before it: the tokens that wait, whom others compute
 * for, and how long a request that came now would wait.
 *
 * @param is_full no more generations can be computed together
 */
void add_work_ahead(EngineStats& stats, std::span<const std::unique_ptr<Generation>> running,
                    std::span<const std::unique_ptr<Generation>> waiting, bool is_full);

}  // namespace samewire
