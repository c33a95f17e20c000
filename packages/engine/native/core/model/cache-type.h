#pragma once

#include <ggml.h>

#include <string>

namespace samewire {

/**
 * A type that a KV cache can have.
 *
 * @param field whose value the name is, for the fault
 * @throws EngineException kInvalidParams if there is no such type
 */
ggml_type cache_type_of(const std::string& name, const char* field);

}  // namespace samewire
