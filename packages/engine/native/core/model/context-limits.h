#pragma once

#include <llama.h>

#include "model/context-options.h"
#include "model/model-runner.h"
#include "model/model.h"

namespace samewire {

/** What a step in a context can be, and what its memory allows. */
RunnerLimits limits_of(const Model& model, const ContextOptions& options,
                       const llama_context& context);

}  // namespace samewire
