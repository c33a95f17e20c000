#pragma once

#include "error.h"
#include "napi-setup.h"

namespace samewire {

/**
 * The failure as a JS error with `code` and `details`, from which src/native/native-error.ts makes
 * an `EngineError`. JS thread only.
 */
Napi::Error to_js_error(Napi::Env env, const Fault& fault);

/** What any C++ exception means to a caller. */
Fault fault_of(const std::exception& error);

}  // namespace samewire
