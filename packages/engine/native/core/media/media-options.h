#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace samewire {

/** What is taken of a request's media. What is over a limit is refused before it is decoded. */
struct MediaLimits {
  /** Pictures and recordings of one prompt. */
  std::uint32_t max_files = 32;
  /** Bytes of one file. */
  std::uint64_t max_file_bytes = 20ULL * 1024 * 1024;
  /** Pixels of one picture: an 8K screen has 33.2 million. */
  std::uint64_t max_image_pixels = 33'554'432;
  /** Seconds of one recording. */
  double max_audio_seconds = 600.0;
};

struct MediaOptions {
  /** A GGUF with the encoders that belong to the model (`mmproj`); empty: no media are read. */
  std::string projector_path = {};
  MediaLimits limits = {};
  /** RAM for what has been encoded, so that it is not encoded again in the next turn. */
  std::uint64_t cache_bytes = 256ULL * 1024 * 1024;
  /** RAM for what is encoded altogether, that of requests which wait or run included. */
  std::uint64_t max_held_bytes = 2ULL * 1024 * 1024 * 1024;
};

}  // namespace samewire
