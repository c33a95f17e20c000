#include "loop/decode-fault.h"

namespace samewire {

Fault fault_of(DecodeStatus status) {
  if (status == DecodeStatus::kOutOfMemory) {
    return {.code = ErrorCode::kOutOfMemory, .message = "Memory ran out while computing a step."};
  }
  if (status == DecodeStatus::kNoRoom) {
    return {.code = ErrorCode::kOutOfMemory, .message = "The KV cache cannot hold the request."};
  }
  return {.code = ErrorCode::kDecodeFailed, .message = "The model could not compute a step."};
}

Fault fault_of(Generation::Outcome outcome) {
  if (outcome == Generation::Outcome::kStuckGrammar) {
    return {.code = ErrorCode::kInvalidGrammar,
            .message = "The grammar cannot be followed further: no token of the model's "
                       "vocabulary fits, or the text has too many readings.",
            .field = "grammar"};
  }
  return {.code = ErrorCode::kDecodeFailed,
          .message = "The model's output for the next token is not a number."};
}

}  // namespace samewire
