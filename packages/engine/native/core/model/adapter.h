#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace samewire {

/** A low-rank adapter (LoRA) of the model, as the runner that loaded it knows it. */
class Adapter {
 public:
  virtual ~Adapter() = default;
};

/** An adapter by name, and how much of it. */
struct AdapterUse {
  std::string name;
  float scale = 1.0F;
};

/** Adapters that are applied together. A request keeps the set it uses alive. */
struct AdapterSet {
  struct Use {
    std::shared_ptr<const Adapter> adapter;
    float scale;

    bool operator==(const Use&) const = default;
  };
  std::vector<Use> uses;
  /**
   * What prefixes computed with it are known by, beside their scope: equal for sets that compute the
   * same, also in another process. Not 0.
   */
  std::uint64_t key = 0;
};

}  // namespace samewire
