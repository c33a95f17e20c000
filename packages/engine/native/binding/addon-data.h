#pragma once

#include <set>

#include "napi-setup.h"

namespace samewire {

class EngineWrap;

/** What belongs to one environment. There are no globals: the addon may be loaded in workers. */
struct AddonData {
  Napi::FunctionReference engine_class;
  /** Those that JS can still reach. JS thread only. */
  std::set<EngineWrap*> engines;
};

}  // namespace samewire
