#pragma once

#include "napi-setup.h"

namespace samewire {

/** What belongs to one environment. There are no globals: the addon may be loaded in workers. */
struct AddonData {
  Napi::FunctionReference engine_class;
};

}  // namespace samewire
