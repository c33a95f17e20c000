#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "media/media-chunk.h"
#include "types.h"

namespace samewire {

/** Rows of a chunk of media, one after the other in a sequence. Nobody wants their logits. */
struct MediaRows {
  const MediaChunk* chunk;
  std::uint32_t first_row;
  std::uint32_t num_rows;
  /** Of the first one. */
  Position position;
  SequenceId sequence;
};

/**
 * What one step computes: rows of media, and tokens in the order they are computed. No sequence
 * has both in one step.
 */
class Batch {
 public:
  void clear() {
    media_.clear();
    tokens_.clear();
    positions_.clear();
    sequences_.clear();
    wants_logits_.clear();
    states_.clear();
  }

  /**
   * @param state that the model was in before the token, for layers that read it; all tokens of a
   *   batch have one, or none has
   * @return the token's index in the batch, by which its logits are read.
   */
  std::size_t add(Token token, Position position, SequenceId sequence, bool wants_logits,
                  std::span<const float> state = {}) {
    tokens_.push_back(token);
    positions_.push_back(position);
    sequences_.push_back(sequence);
    wants_logits_.push_back(wants_logits ? 1 : 0);
    states_.insert(states_.end(), state.begin(), state.end());
    return tokens_.size() - 1;
  }

  void add(const MediaRows& rows) { media_.push_back(rows); }

  /** Tokens, without rows of media. */
  std::size_t size() const { return tokens_.size(); }
  bool empty() const { return tokens_.empty() && media_.empty(); }

  const std::vector<MediaRows>& media() const { return media_; }

  const std::vector<Token>& tokens() const { return tokens_; }
  const std::vector<Position>& positions() const { return positions_; }
  const std::vector<SequenceId>& sequences() const { return sequences_; }
  const std::vector<std::int8_t>& wants_logits() const { return wants_logits_; }
  /** One after the other. */
  const std::vector<float>& states() const { return states_; }

 private:
  std::vector<MediaRows> media_;
  std::vector<Token> tokens_;
  std::vector<Position> positions_;
  std::vector<SequenceId> sequences_;
  std::vector<std::int8_t> wants_logits_;
  std::vector<float> states_;
};

}  // namespace samewire
