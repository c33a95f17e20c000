#pragma once

#include "error.h"
#include "loop/generation.h"
#include "model/model-runner.h"

namespace samewire {

/** What requests are told whose step came to `status`, which is not kOk. */
Fault fault_of(DecodeStatus status);

/** What a request is told for which no token could be chosen: `outcome` says why. */
Fault fault_of(Generation::Outcome outcome);

}  // namespace samewire
