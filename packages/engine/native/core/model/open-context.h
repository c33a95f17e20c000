#pragma once

#include <llama-cpp.h>

#include <atomic>
#include <cstdint>

#include "model/context-options.h"
#include "model/model.h"

namespace samewire {

/**
 * Whether a context has a sequence more than it was asked for, whose id follows the others: for runs
 * of cells on their way out or in (cell-copy.h). States have no runs.
 */
bool has_spare_sequence(const Model& model, const ContextOptions& options);

/** Most rows of logits in one step of such a context. */
std::uint32_t max_logits(const Model& model, const ContextOptions& options);

/**
 * @param aborted makes a step that is computed fail once it is true; outlives the context
 * @throws EngineException kOutOfMemory if the context cannot be allocated, kUnsupported if the
 *   model cannot continue text, kInvalidParams for types that its KV cache cannot have
 */
llama_context_ptr open_context(const Model& model, const ContextOptions& options,
                               std::atomic<bool>& aborted);

}  // namespace samewire
