#pragma once

#include <llama.h>

#include "model/model-runner.h"

namespace samewire {

/**
 * Calls `llama_decode` or `llama_encode` and says what came of it. No exception gets out; what
 * llama.cpp logs is printed only where the result is an error to us.
 */
DecodeStatus call_llama(std::int32_t (*function)(llama_context*, llama_batch),
                        llama_context* context, const llama_batch& batch);

}  // namespace samewire
