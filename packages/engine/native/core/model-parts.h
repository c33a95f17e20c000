#pragma once

#include <memory>
#include <optional>

#include "media/projector.h"
#include "model-engine.h"
#include "model/embedder.h"
#include "model/model-runner.h"
#include "model/model.h"
#include "resource-defaults.h"
#include "speculate/draft-model.h"

namespace samewire {

/** What an engine is made of: the files that were read, and what computes with them. */
struct ModelParts {
  std::shared_ptr<const Model> model;
  NumThreads num_threads;
  /** Null if the model cannot continue text; then there is an embedder. */
  std::unique_ptr<ModelRunner> runner;
  /** Null if it makes no embeddings. */
  std::unique_ptr<Embedder> embedder;
  Pooling pooling;
  /** Null if the model reads text only. */
  std::unique_ptr<Projector> projector;
  /** Absent if there is none. */
  std::optional<DraftModel> draft_model = std::nullopt;
  std::optional<DraftModelInfo> draft_info = std::nullopt;
};

/**
 * Reads the files that the options name, and allocates what they need.
 *
 * @throws EngineException as `ModelEngine::load`
 */
ModelParts load_model_parts(const LoadOptions& options, const ModelEngine::Progress& progress);

}  // namespace samewire
