#pragma once

#include <cstdint>

namespace samewire {

/** Where drafts come from: tokens that are computed before it is known that they are right. */
enum class Speculation : std::uint8_t {
  kOff,
  /** What a request predicts of its answer. */
  kPrediction,
  /** That, and what followed in prompt and answer where they went on like this before. */
  kNgram,
};

}  // namespace samewire
