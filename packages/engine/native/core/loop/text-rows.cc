#include "loop/text-rows.h"

#include <algorithm>
#include <utility>

namespace samewire {

bool TextRows::can_read(const Generation& generation, std::optional<SequenceId> sequence) const {
  if (!sequence) return true;
  return std::ranges::all_of(generation.known().subspan(cache_.length(*sequence)),
                             [&](Token token) { return std::cmp_less(token, num_vocab_); });
}

std::uint32_t TextRows::num_unread(const Generation& generation,
                                   std::optional<SequenceId> sequence) const {
  // What adapters change is no matter here: the draft model has none.
  const std::uint32_t num_read =
      sequence ? cache_.length(*sequence)
               : cache_.count_cached(generation.known(), generation.request().cache_scope);
  return static_cast<std::uint32_t>(generation.known().size()) - num_read;
}

std::optional<SequenceId> TextRows::claim(const Generation& generation) {
  if (!cache_.has_released()) return std::nullopt;
  return cache_.claim(generation.known(), generation.request().cache_scope).sequence;
}

void TextRows::clear(SequenceId sequence) {
  cache_.drop_beyond(sequence);
  cache_.clear(sequence);
}

bool TextRows::make_room(std::uint32_t num_rows) {
  cache_.make_room(num_rows);
  return num_rows <= cache_.num_free();
}

std::size_t TextRows::add_unread(Batch& batch, const Generation& generation, SequenceId sequence,
                                 std::uint32_t count, bool wants_logits) const {
  const std::size_t begin = cache_.length(sequence);
  std::size_t row = 0;
  for (std::size_t i = begin; i < begin + count; ++i) {
    row = batch.add(generation.known()[i], static_cast<Position>(i), sequence,
                    wants_logits && i + 1 == begin + count);
  }
  return row;
}

void TextRows::mark_read(const Generation& generation, SequenceId sequence, std::uint32_t count) {
  cache_.append(sequence, generation.known().subspan(cache_.length(sequence), count));
}

std::size_t TextRows::add_said(Batch& batch, SequenceId sequence, Token token, Position position,
                               std::size_t /*said_at*/) const {
  return batch.add(token, position, sequence, true);
}

/** Those that have become known stay; the cells of the others go. */
void TextRows::settle(SequenceId sequence, std::span<const Token> known,
                      std::span<const Token> said) {
  const std::size_t length = cache_.length(sequence);
  const std::span<const Token> next = known.subspan(std::min(length, known.size()));
  const auto right = std::ranges::mismatch(next, said).in1 - next.begin();
  cache_.append(sequence, next.first(static_cast<std::size_t>(right)));
  if (std::cmp_less(right, said.size())) cache_.drop_beyond(sequence);
}

}  // namespace samewire
