#pragma once

#include <llama-cpp.h>

#include <memory>
#include <string>

#include "model/adapter.h"
#include "model/model.h"

namespace samewire {

/** An adapter that llama.cpp has loaded. Any thread. */
class LlamaAdapter final : public Adapter {
 public:
  /**
   * Reads a GGUF file made for this model.
   *
   * @throws EngineException kModelLoadFailed, with llama.cpp's reason; kUnsupported if it is
   *   meant to be switched on in the middle of a text
   */
  static std::shared_ptr<const LlamaAdapter> load(std::shared_ptr<const Model> model,
                                                  const std::string& path);

  ~LlamaAdapter() override;
  LlamaAdapter(const LlamaAdapter&) = delete;
  LlamaAdapter& operator=(const LlamaAdapter&) = delete;

  llama_adapter_lora* llama() const { return adapter_.get(); }

 private:
  LlamaAdapter(std::shared_ptr<const Model> model, llama_adapter_lora_ptr adapter);

  std::shared_ptr<const Model> model_;
  llama_adapter_lora_ptr adapter_;
};

}  // namespace samewire
