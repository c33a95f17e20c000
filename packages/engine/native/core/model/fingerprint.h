#pragma once

#include <string>

#include "model/model.h"

namespace samewire {

/**
 * Tells files apart: size, time of the last change, and a checksum over pages spread evenly from
 * the first to the last. A checksum of everything would take as long as reading a model.
 *
 * @throws std::filesystem::filesystem_error if there is no such file any more
 */
std::string fingerprint_of_file(const std::string& path);

/** The same of a model; a split model's other parts count by what llama.cpp says of them. */
std::string fingerprint_of(const std::string& path, const Model& model);

}  // namespace samewire
