#pragma once

#include <cstddef>
#include <vector>

#include "types.h"

namespace samewire {

/** The tokens of one step, in the order they are computed. */
class Batch {
 public:
  void clear() {
    tokens_.clear();
    positions_.clear();
    sequences_.clear();
    wants_logits_.clear();
  }

  /** @return the token's index in the batch, by which its logits are read. */
  std::size_t add(Token token, Position position, SequenceId sequence, bool wants_logits) {
    tokens_.push_back(token);
    positions_.push_back(position);
    sequences_.push_back(sequence);
    wants_logits_.push_back(wants_logits ? 1 : 0);
    return tokens_.size() - 1;
  }

  std::size_t size() const { return tokens_.size(); }
  bool empty() const { return tokens_.empty(); }

  const std::vector<Token>& tokens() const { return tokens_; }
  const std::vector<Position>& positions() const { return positions_; }
  const std::vector<SequenceId>& sequences() const { return sequences_; }
  const std::vector<std::int8_t>& wants_logits() const { return wants_logits_; }

 private:
  std::vector<Token> tokens_;
  std::vector<Position> positions_;
  std::vector<SequenceId> sequences_;
  std::vector<std::int8_t> wants_logits_;
};

}  // namespace samewire
