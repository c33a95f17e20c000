#include "model/draft-model-file.h"

#include <llama.h>

#include <algorithm>

#include "error.h"
#include "model/llama-model-runner.h"
#include "model/vocabulary-match.h"

namespace samewire {
namespace {

EngineException unfit(const std::string& why) {
  return EngineException({.code = ErrorCode::kInvalidParams,
                          .message = "The draft model " + why + ".",
                          .field = "draftModelPath"});
}

}  // namespace

std::shared_ptr<const Model> load_draft_model(const Model& served, const ModelOptions& options,
                                              const Model::Progress& progress) {
  auto draft = Model::load(options, progress);
  const auto difference =
      find_vocabulary_difference(llama_model_get_vocab(served.llama()),
                                 llama_model_get_vocab(draft->llama()));
  if (difference) throw unfit(*difference + ". It has to have the same vocabulary");
  if (draft->has_states()) {
    throw unfit("has a past that is one state (recurrent or hybrid), which cannot be cut back");
  }
  return draft;
}

DraftModel make_draft_model(const Model& served, const std::shared_ptr<const Model>& draft,
                            const DraftContextOptions& options) {
  std::unique_ptr<ModelRunner> runner;
  try {
    runner = std::make_unique<LlamaModelRunner>(draft, draft_context(*draft, options));
  } catch (const EngineException& error) {
    Fault fault = error.fault();
    fault.message = "The draft model cannot be used: " + fault.message;
    fault.field = "draftModelPath";
    throw EngineException(fault);
  }
  if (!runner->limits().memory.can_take_back()) {
    throw unfit("has attention with a window, which takes a pooled KV cache");
  }
  const std::size_t num_vocab =
      std::min(served.vocabulary()->size(), draft->vocabulary()->size());
  const std::uint32_t context_length = longest_text(*draft, *runner);
  return {.runner = std::move(runner),
          .num_vocab = static_cast<std::uint32_t>(num_vocab),
          .context_length = context_length};
}

}  // namespace samewire
