#pragma once

#include <string>
#include <utility>

#include "error.h"

namespace samewire {

/** A picture or recording that cannot be read, for a reason that its sender can change. */
inline EngineException media_error(std::string message) {
  return EngineException(Fault{
      .code = ErrorCode::kInvalidParams, .message = std::move(message), .field = "media"});
}

}  // namespace samewire
