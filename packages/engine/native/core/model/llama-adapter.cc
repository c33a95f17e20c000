#include "model/llama-adapter.h"

#include <exception>
#include <mutex>
#include <utility>

#include "error.h"
#include "model/llama-log.h"

namespace samewire {

LlamaAdapter::LlamaAdapter(std::shared_ptr<const Model> model, llama_adapter_lora_ptr adapter)
    : model_(std::move(model)), adapter_(std::move(adapter)) {}

LlamaAdapter::~LlamaAdapter() {
  const std::scoped_lock lock(model_->adapters_mutex());
  adapter_.reset();
}

std::shared_ptr<const LlamaAdapter> LlamaAdapter::load(std::shared_ptr<const Model> model,
                                                       const std::string& path) {
  const LlamaLogCapture log;
  llama_adapter_lora_ptr adapter;
  std::string reason;
  std::unique_lock lock(model->adapters_mutex());
  try {
    adapter.reset(llama_adapter_lora_init(model->llama(), path.c_str()));
  } catch (const std::exception& error) {
    reason = error.what();
  }
  if (adapter == nullptr) {
    if (reason.empty()) reason = log.reason();
    throw EngineException(ErrorCode::kModelLoadFailed,
                          "Could not load the adapter " + path + ": " + reason);
  }
  lock.unlock();
  std::shared_ptr<const LlamaAdapter> loaded(
      new LlamaAdapter(std::move(model), std::move(adapter)));
  if (llama_adapter_get_alora_n_invocation_tokens(loaded->llama()) > 0) {
    throw EngineException(ErrorCode::kUnsupported,
                          "The adapter " + path +
                              " is one that a phrase in the text switches on (aLoRA).");
  }
  return loaded;
}

}  // namespace samewire
