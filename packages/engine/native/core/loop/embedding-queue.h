#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "error.h"
#include "loop/event.h"
#include "model/embedder.h"
#include "request.h"
#include "schedule/rank.h"

namespace samewire {

/**
 * Texts that wait to become vectors, in the order of their ranks. Inputs of several requests share a
 * step. Loop thread only.
 *
 * Every accepted request ends once: with a vector for each input, or with a fault. One that is
 * cancelled ends without a word.
 */
class EmbeddingQueue {
 public:
  /** @param embedder null if the model makes no embeddings; then nothing may be accepted */
  explicit EmbeddingQueue(Embedder* embedder) : embedder_(embedder) {}

  void accept(std::shared_ptr<const EmbeddingRequest> request, const Rank& rank);

  /** Drops what is left of a request. An unknown id is no error. */
  void cancel(RequestId request);

  bool has_work() const { return !waiting_.empty(); }
  std::uint32_t num_requests() const { return static_cast<std::uint32_t>(waiting_.size()); }

  /** Computes as many inputs as fit in one step. @return tokens computed */
  std::uint32_t step(EventBlock& block);

  /** Ends every request with a fault. */
  void fail_all(const Fault& fault, EventBlock& block);

 private:
  struct Waiting {
    std::shared_ptr<const EmbeddingRequest> request;
    Rank rank;
    /** The first of its inputs that has no vector yet. */
    std::size_t next_input = 0;
  };
  struct Place {
    std::size_t waiting;
    std::size_t input;
  };

  Embedder* embedder_;
  std::vector<Waiting> waiting_;
  std::vector<Place> places_;
  std::vector<std::span<const Token>> inputs_;
  std::vector<float> vectors_;
};

}  // namespace samewire
