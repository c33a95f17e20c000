#pragma once

#include <string>

#include "model/model.h"

namespace samewire {

/**
 * Tells model files apart: size, time of the last change, and a checksum over pages spread evenly
 * from the first to the last. All that of the file named; a split model's other parts count by
 * what llama.cpp says of them. A checksum of everything would take as long as reading the model.
 *
 * @throws std::filesystem::filesystem_error if there is no such file any more
 */
std::string fingerprint_of(const std::string& path, const Model& model);

}  // namespace samewire
