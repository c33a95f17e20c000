#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace samewire {

/**
 * Decodes a WAV, MP3 or FLAC to one channel at a sample rate, and stops as soon as it is longer
 * than `max_seconds`. Any thread.
 *
 * @throws EngineException kInvalidParams
 */
std::vector<float> decode_audio(std::string_view bytes, std::uint32_t sample_rate,
                                double max_seconds);

}  // namespace samewire
