#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "loop/generation.h"
#include "model/batch.h"
#include "types.h"

namespace samewire {

/**
 * What a model that drafts reads of running generations, row by row, and the cells in which it
 * stands. Loop thread only.
 *
 * A sequence that is absent is none yet: then it is asked what there would be if it had one.
 */
class DraftRows {
 public:
  virtual ~DraftRows() = default;

  /** Whether what is known of a generation can be read. */
  virtual bool can_read(const Generation& generation,
                        std::optional<SequenceId> sequence) const = 0;

  /** Rows that are not read, that of the last known token counted. */
  virtual std::uint32_t num_unread(const Generation& generation,
                                   std::optional<SequenceId> sequence) const = 0;

  /** Cells of a sequence; its next row has this position. */
  virtual std::uint32_t num_read(SequenceId sequence) const = 0;

  /** Takes a sequence for a generation; nothing if there is none. */
  virtual std::optional<SequenceId> claim(const Generation& generation) = 0;

  virtual void release(SequenceId sequence) = 0;

  /** Gives up all cells of a sequence. */
  virtual void clear(SequenceId sequence) = 0;

  /** Whether there is room for so many rows, or can be made. */
  virtual bool make_room(std::uint32_t num_rows) = 0;

  /**
   * Adds the first unread rows to a batch.
   *
   * @param wants_logits of the last one
   * @return its index in the batch
   */
  virtual std::size_t add_unread(Batch& batch, const Generation& generation, SequenceId sequence,
                                 std::uint32_t count, bool wants_logits) const = 0;

  /** So many of them were computed. */
  virtual void mark_read(const Generation& generation, SequenceId sequence,
                         std::uint32_t count) = 0;

  /**
   * Adds the row of a token that the model has just said.
   *
   * @param said_at the row of the batch before that it was said at
   * @return its index in the batch, whose logits are wanted
   */
  virtual std::size_t add_said(Batch& batch, SequenceId sequence, Token token, Position position,
                               std::size_t said_at) const = 0;

  /** Of the tokens that it said, whose rows were computed, some may have become known. */
  virtual void settle(SequenceId sequence, std::span<const Token> known,
                      std::span<const Token> said) = 0;
};

}  // namespace samewire
