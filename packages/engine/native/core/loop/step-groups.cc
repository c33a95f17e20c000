#include "loop/step-groups.h"

#include <algorithm>

namespace samewire {
namespace {

/** Stands for all embeddings among the groups. */
const AdapterSet kEmbeddings;

const AdapterSet* adapters_of(const std::unique_ptr<Generation>& generation) {
  return generation->request().adapters.get();
}

}  // namespace

StepGroups::Choice StepGroups::choose(std::span<const std::unique_ptr<Generation>> running,
                                      bool has_embeddings, std::uint32_t num_available_cells) {
  with_work_.clear();
  const Generation* first = nullptr;
  for (const auto& generation : running) {
    if (!generation->can_compute()) continue;
    if (first == nullptr || generation->rank() < first->rank()) first = generation.get();
    if (std::ranges::find(with_work_, adapters_of(generation)) == with_work_.end()) {
      with_work_.push_back(adapters_of(generation));
    }
  }
  if (has_embeddings) with_work_.push_back(&kEmbeddings);
  if (with_work_.empty()) return {Choice::Kind::kNothing};

  const Turns::Group group = turns_.choose(with_work_);
  if (group == &kEmbeddings) return {Choice::Kind::kEmbeddings};
  const auto num_in_turn = std::ranges::count_if(running, [&](const auto& generation) {
    return generation->can_compute() && adapters_of(generation) == group;
  });
  const bool is_short = num_available_cells < static_cast<std::uint64_t>(num_in_turn);
  return {Choice::Kind::kGenerations, is_short ? first->request().adapters.get() : group};
}

}  // namespace samewire
