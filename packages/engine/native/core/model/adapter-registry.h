#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "model/adapter.h"
#include "model/llama-adapter.h"
#include "model/model.h"

namespace samewire {

/** The adapters of one model that requests may name. Any thread. */
class AdapterRegistry {
 public:
  explicit AdapterRegistry(std::shared_ptr<const Model> model) : model_(std::move(model)) {}

  /**
   * Loads an adapter from a GGUF file. Another one of that name is replaced.
   *
   * @throws EngineException as LlamaAdapter::load
   */
  void add(const std::string& name, const std::string& path);

  /** Requests that use it go on with it. False if there is none of that name. */
  bool remove(const std::string& name);

  /**
   * The adapters as one set; equal sets are one object. Null if nothing of any is wanted.
   *
   * @throws EngineException kInvalidParams for an unknown name, a name given twice, or a scale that
   *   is no number
   */
  std::shared_ptr<const AdapterSet> resolve(std::span<const AdapterUse> uses);

 private:
  struct Entry {
    std::shared_ptr<const LlamaAdapter> adapter;
    /** Of the file's content. */
    std::uint64_t hash = 0;
  };

  std::shared_ptr<const Model> model_;
  std::mutex mutex_;
  std::map<std::string, Entry> entries_;
  /** Those that a request may still hold. */
  std::vector<std::weak_ptr<const AdapterSet>> sets_;
};

}  // namespace samewire
