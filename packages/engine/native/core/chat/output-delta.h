#pragma once

#include <cstdint>
#include <string>

namespace samewire {

/** What a piece of an answer adds to it. */
struct OutputDelta {
  enum class Kind : std::uint8_t { kContent, kReasoning, kToolCall };

  Kind kind;
  /** Content, reasoning, or a fragment of the arguments. */
  std::string text;
  /** Which call of the answer, counted from 0. */
  std::uint32_t call = 0;
  /** In the first delta of a call only: its name, and its id if the model gave it one. */
  std::string name = {};
  std::string id = {};
};

}  // namespace samewire
