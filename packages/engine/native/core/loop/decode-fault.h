#pragma once

#include "error.h"
#include "model/model-runner.h"

namespace samewire {

/** What requests are told whose step came to `status`, which is not kOk. */
Fault fault_of(DecodeStatus status);

}  // namespace samewire
