#include "model/decode-call.h"

#include <exception>
#include <new>

#include "model/llama-log.h"

namespace samewire {

void abort_when(std::atomic<bool>& aborted, llama_context_params& params) {
  params.abort_callback = [](void* flag) {
    return static_cast<std::atomic<bool>*>(flag)->load(std::memory_order_relaxed);
  };
  params.abort_callback_data = &aborted;
}

DecodeStatus call_llama(std::int32_t (*function)(llama_context*, llama_batch),
                        llama_context* context, const llama_batch& batch) {
  // No room and an abort are no errors to us, whatever llama.cpp writes to its log.
  const LlamaLogCapture log;
  try {
    switch (function(context, batch)) {
      case 0:
        return DecodeStatus::kOk;
      case 1:
        return DecodeStatus::kNoRoom;
      case 2:
        return DecodeStatus::kAborted;
      case -1:
        log.print();
        return DecodeStatus::kInvalidBatch;
      default:
        log.print();
        return DecodeStatus::kFailed;
    }
  } catch (const std::bad_alloc&) {
    return DecodeStatus::kOutOfMemory;
  } catch (const std::exception&) {
    return DecodeStatus::kFailed;
  }
}

}  // namespace samewire
