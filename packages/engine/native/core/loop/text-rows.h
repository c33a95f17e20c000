#pragma once

#include "loop/draft-rows.h"
#include "model/model-runner.h"
#include "schedule/kv-cache.h"
#include "speculate/draft-model.h"

namespace samewire {

/**
 * The rows of a draft model: all tokens from the beginning. What it has read of one text is kept for
 * others that begin alike, as long as there is room.
 */
class TextRows final : public DraftRows {
 public:
  /** The model must outlive the object; `max_kept_cells` is as that of `KvCache`. */
  TextRows(const DraftModel& model, std::uint32_t max_kept_cells)
      : num_vocab_(model.num_vocab), cache_(*model.runner, max_kept_cells) {}

  bool can_read(const Generation& generation, std::optional<SequenceId> sequence) const override;
  std::uint32_t num_unread(const Generation& generation,
                           std::optional<SequenceId> sequence) const override;
  std::uint32_t num_read(SequenceId sequence) const override { return cache_.length(sequence); }
  std::optional<SequenceId> claim(const Generation& generation) override;
  void release(SequenceId sequence) override { cache_.release(sequence); }
  void clear(SequenceId sequence) override;
  bool make_room(std::uint32_t num_rows) override;
  std::size_t add_unread(Batch& batch, const Generation& generation, SequenceId sequence,
                         std::uint32_t count, bool wants_logits) const override;
  void mark_read(const Generation& generation, SequenceId sequence, std::uint32_t count) override;
  std::size_t add_said(Batch& batch, SequenceId sequence, Token token, Position position,
                       std::size_t said_at) const override;
  void settle(SequenceId sequence, std::span<const Token> known,
              std::span<const Token> said) override;

 private:
  std::uint32_t num_vocab_;
  KvCache cache_;
};

}  // namespace samewire
