#pragma once

#include <llama.h>

#include <atomic>
#include <cstdint>

#include "model/model-runner.h"

namespace samewire {

/** Lets calls end early, with `kAborted`, once `aborted` is true. It outlives the context. */
void abort_when(std::atomic<bool>& aborted, llama_context_params& params);

/**
 * Calls `llama_decode` or `llama_encode` and says what came of it. No exception gets out; what
 * llama.cpp logs is printed only where the result is an error to us.
 */
DecodeStatus call_llama(std::int32_t (*function)(llama_context*, llama_batch),
                        llama_context* context, const llama_batch& batch);

}  // namespace samewire
