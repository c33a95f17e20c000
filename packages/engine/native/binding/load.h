#pragma once

#include "napi-setup.h"

namespace samewire {

/** The function `load` of src/native/binding.ts. JS thread only. */
Napi::Value load(const Napi::CallbackInfo& info);

}  // namespace samewire
