#pragma once

#include <cstdint>
#include <memory>
#include <vector>

namespace samewire {

/** A low-rank adapter (LoRA) of the model, as the runner that loaded it knows it. */
class Adapter {
 public:
  virtual ~Adapter() = default;
};

/** Adapters that are applied together. A request keeps the set it uses alive. */
struct AdapterSet {
  struct Use {
    std::shared_ptr<const Adapter> adapter;
    float scale;
  };
  std::vector<Use> uses;
  /**
   * What prefixes computed with it are known by, beside their scope: equal for sets that compute the
   * same, also in another process. Not 0.
   */
  std::uint64_t key = 0;
};

}  // namespace samewire
