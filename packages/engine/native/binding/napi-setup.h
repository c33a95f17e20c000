#pragma once

// The only place that includes napi.h, so that these are the same everywhere.
#define NODE_ADDON_API_CPP_EXCEPTIONS
#define NODE_ADDON_API_DISABLE_DEPRECATED
#define NODE_ADDON_API_REQUIRE_BASIC_FINALIZERS

#include <napi.h>
