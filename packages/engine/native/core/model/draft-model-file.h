#pragma once

#include <memory>
#include <string>

#include "model/draft-context.h"
#include "model/model.h"
#include "speculate/draft-model.h"

namespace samewire {

/**
 * Reads the GGUF file of a draft model.
 *
 * @throws EngineException as `Model::load`; kInvalidParams if it is none for the model that is
 *   served, because its vocabulary is another
 */
std::shared_ptr<const Model> load_draft_model(const Model& served, const ModelOptions& options,
                                              const Model::Progress& progress);

/**
 * Makes a draft model ready to draft.
 *
 * @throws EngineException kInvalidParams if nothing of what it has read can be taken back,
 *   kOutOfMemory if its context cannot be allocated
 */
DraftModel make_draft_model(const Model& served, const std::shared_ptr<const Model>& draft,
                            const DraftContextOptions& options);

}  // namespace samewire
