#pragma once

#include <cstdint>
#include <string>

namespace samewire::tiny {

/**
 * Writes a LoRA for the random model of the default shape that changes what it says. Equal seeds
 * give equal files.
 */
void write_random_adapter(std::uint32_t seed, const std::string& path);

}  // namespace samewire::tiny
