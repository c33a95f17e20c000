#include "model/llama-adapter.h"

#include <exception>
#include <utility>

#include "error.h"
#include "model/llama-log.h"

namespace samewire {

LlamaAdapter::LlamaAdapter(std::shared_ptr<const Model> model, llama_adapter_lora_ptr adapter)
    : model_(std::move(model)), adapter_(std::move(adapter)) {}

std::shared_ptr<const LlamaAdapter> LlamaAdapter::load(std::shared_ptr<const Model> model,
                                                       const std::string& path) {
  const LlamaLogCapture log;
  llama_adapter_lora_ptr adapter;
  std::string reason;
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
  return std::shared_ptr<const LlamaAdapter>(
      new LlamaAdapter(std::move(model), std::move(adapter)));
}

}  // namespace samewire
