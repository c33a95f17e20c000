#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace samewire {

struct AdapterSet;

/**
 * Whose turn it is, where not everything can be computed in one step: sequences with different
 * adapters, and embeddings. A group keeps its turn while it has work and its time is not over;
 * then whoever has waited longest is next. The time that a group waits is divided among the others,
 * so that it does not grow with their number, but for the step by which each may be over. Groups
 * that always have work get equal shares of time.
 *
 * Loop thread only; it is given times and reads no clock.
 */
class Turns {
 public:
  /** Only told apart, never looked into. Null is the group without adapters. */
  using Group = const AdapterSet*;

  /** @param wait_ms how long a group waits while others have their turns */
  explicit Turns(double wait_ms) : wait_ms_(wait_ms) {}

  /**
   * The group of the next step.
   *
   * @param with_work the groups that could use one, each once; not empty
   */
  Group choose(std::span<const Group> with_work);

  /** The step of the group chosen last has taken so long. */
  void record(double milliseconds) { used_ms_ += milliseconds; }

 private:
  struct Waiting {
    Group group;
    /** When it began to wait, as a count. */
    std::uint64_t since;
  };

  double wait_ms_;
  double used_ms_ = 0.0;
  std::uint64_t clock_ = 0;
  std::vector<Waiting> waiting_;
  Group current_ = nullptr;
  bool has_turn_ = false;
};

}  // namespace samewire
