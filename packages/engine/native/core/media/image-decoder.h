#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace samewire {

/** A decoded picture: rows from top to bottom, three bytes a pixel, red first. */
struct Picture {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  std::vector<unsigned char> pixels;
};

/**
 * Decodes a PNG, JPEG, GIF (its first frame) or BMP.
 *
 * What a file claims to be is looked at first: nothing is decoded that would have more pixels than
 * `max_pixels`, more than 16384 of them on one side, or sides of more than 200 to 1. Decoding takes
 * no more memory than its pixels can need, whatever the compressed data unfold to. Any thread.
 *
 * @throws EngineException kInvalidParams
 */
Picture decode_picture(std::string_view bytes, std::uint64_t max_pixels);

}  // namespace samewire
