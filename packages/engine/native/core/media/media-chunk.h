#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "types.h"

namespace samewire {

enum class MediaKind : std::uint8_t { kImage, kAudio };

/**
 * Where a row stands for a model that counts positions in several dimensions (M-RoPE), from where
 * its chunk stands; in llama.cpp's order.
 */
struct MediaPlace {
  std::int32_t time = 0;
  std::int32_t row = 0;
  std::int32_t column = 0;
  std::int32_t other = 0;
};

/** A part of a picture or recording as the model reads it: rows of embeddings. Immutable. */
struct MediaChunk {
  MediaKind kind = MediaKind::kImage;
  /** One for each row (media-token.h). */
  std::vector<Token> tokens;
  /** Values of a row. */
  std::size_t width = 0;
  std::vector<float> values;
  /** How many positions the rows take; fewer than rows where a position has several dimensions. */
  std::uint32_t num_positions = 0;
  /** One for each row; empty where a position is a number. */
  std::vector<MediaPlace> places = {};
  /** Its rows look at one another in both directions: they are computed in one call. */
  bool is_whole = false;

  std::uint32_t num_rows() const { return static_cast<std::uint32_t>(tokens.size()); }
  std::span<const float> rows_from(std::uint32_t first) const {
    return std::span(values).subspan(first * width);
  }
};

/** A chunk in a prompt. */
struct PlacedMedia {
  /** The place of its first row. */
  std::uint32_t begin;
  std::shared_ptr<const MediaChunk> chunk;

  std::uint32_t end() const { return begin + chunk->num_rows(); }
};

}  // namespace samewire
