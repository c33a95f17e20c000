#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "model/draft-context.h"
#include "model/model.h"
#include "speculate/draft-model.h"

namespace samewire {

/**
 * Checks that a GGUF file has layers that were trained to draft (llama.cpp: NextN, MTP) and that
 * they can be used, before anything of it is loaded. A file that cannot be read is left to those who
 * load it.
 *
 * @throws EngineException kInvalidParams, with the reason
 */
void check_draft_layers(const std::string& path);

/** What a token takes in their KV cache, estimated as `Model::kv_bytes_per_token`. */
std::uint64_t draft_layers_kv_bytes(const Model& model, const AttentionOptions& attention);

/**
 * Makes the layers of a model that was loaded with them ready to draft for it.
 *
 * @throws EngineException kOutOfMemory if their context cannot be allocated
 */
DraftModel make_draft_layers(const std::shared_ptr<const Model>& model,
                             const DraftContextOptions& options);

}  // namespace samewire
