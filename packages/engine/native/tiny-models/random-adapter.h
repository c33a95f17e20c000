#pragma once

#include <cstdint>
#include <string>

#include "llama-shape.h"

namespace samewire::tiny {

/**
 * Writes a LoRA for random models of a shape that changes what they say. Equal seeds give equal
 * files.
 */
void write_random_adapter(const LlamaShape& shape, std::uint32_t seed, const std::string& path);

}  // namespace samewire::tiny
