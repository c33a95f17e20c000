#pragma once

#include <string>

#include "media/media-chunk.h"

namespace samewire {

/** A picture or a recording as a client sent it. */
struct MediaFile {
  MediaKind kind = MediaKind::kImage;
  /** The bytes of the file. */
  std::string bytes;
  /** The field it came in, for faults; empty if that has no name. */
  std::string name = {};
};

}  // namespace samewire
