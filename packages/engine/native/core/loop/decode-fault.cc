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

}  // namespace samewire
