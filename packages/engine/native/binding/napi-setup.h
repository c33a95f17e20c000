#pragma once

// The only place that includes napi.h, so that these are the same everywhere.
#define NODE_ADDON_API_CPP_EXCEPTIONS
#define NODE_ADDON_API_DISABLE_DEPRECATED
#define NODE_ADDON_API_REQUIRE_BASIC_FINALIZERS
// A worker that is being terminated takes no exception any more; without this, a call into it at
// that moment would end the process.
#define NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS

#include <napi.h>
