#include "loop/embedding-queue.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "loop/decode-fault.h"

namespace samewire {

void EmbeddingQueue::accept(std::shared_ptr<const EmbeddingRequest> request, const Rank& rank) {
  assert(embedder_ != nullptr);
  const auto place = std::ranges::upper_bound(waiting_, rank, {}, &Waiting::rank);
  waiting_.insert(place, {.request = std::move(request), .rank = rank});
}

void EmbeddingQueue::cancel(RequestId request) {
  std::erase_if(waiting_, [&](const Waiting& entry) { return entry.request->id == request; });
}

std::uint32_t EmbeddingQueue::step(EventBlock& block) {
  const EmbedderLimits limits = embedder_->limits();
  places_.clear();
  inputs_.clear();
  std::size_t num_tokens = 0;
  bool is_full = false;
  for (std::size_t i = 0; i < waiting_.size() && !is_full; ++i) {
    const Waiting& entry = waiting_[i];
    for (std::size_t k = entry.next_input; k < entry.request->inputs.size() && !is_full; ++k) {
      const std::vector<Token>& input = entry.request->inputs[k];
      is_full = inputs_.size() == limits.max_inputs ||
                (!inputs_.empty() && num_tokens + input.size() > limits.max_batch_tokens);
      if (is_full) continue;
      places_.push_back({i, k});
      inputs_.emplace_back(input);
      num_tokens += input.size();
    }
  }
  const DecodeStatus status = embedder_->embed(inputs_, vectors_);
  for (std::size_t i = 0; i < places_.size(); ++i) {
    Waiting& entry = waiting_[places_[i].waiting];
    if (status == DecodeStatus::kOk) {
      entry.next_input = places_[i].input + 1;
      block.add_vector(entry.request->id, static_cast<std::uint32_t>(places_[i].input),
                       std::span(vectors_).subspan(i * limits.num_values, limits.num_values));
    } else if (entry.next_input < entry.request->inputs.size()) {
      entry.next_input = entry.request->inputs.size();
      block.add_fault(entry.request->id, fault_of(status));
    }
  }
  std::erase_if(waiting_, [](const Waiting& entry) {
    return entry.next_input == entry.request->inputs.size();
  });
  return static_cast<std::uint32_t>(num_tokens);
}

void EmbeddingQueue::fail_all(const Fault& fault, EventBlock& block) {
  for (const Waiting& entry : waiting_) block.add_fault(entry.request->id, fault);
  waiting_.clear();
}

}  // namespace samewire
