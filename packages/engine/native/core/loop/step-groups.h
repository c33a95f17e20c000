#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "loop/generation.h"
#include "schedule/turns.h"

namespace samewire {

/**
 * Chooses what the next step computes: the sequences with one set of adapters, or embeddings.
 * Loop thread only.
 */
class StepGroups {
 public:
  /** @param wait_ms as of `Turns` */
  explicit StepGroups(double wait_ms) : turns_(wait_ms) {}

  struct Choice {
    enum class Kind : std::uint8_t { kNothing, kGenerations, kEmbeddings } kind;
    const AdapterSet* adapters = nullptr;
  };

  /**
   * @param num_available_cells where they do not reach for all of a group, the group of the first
   *   in rank is computed whoever has the turn: it is the one that may take cells from others
   */
  Choice choose(std::span<const std::unique_ptr<Generation>> running, bool has_embeddings,
                std::uint32_t num_available_cells);

  void record(double milliseconds) { turns_.record(milliseconds); }

 private:
  Turns turns_;
  std::vector<Turns::Group> with_work_;
};

}  // namespace samewire
