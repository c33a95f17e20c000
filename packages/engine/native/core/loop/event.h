#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "chat/output-delta.h"
#include "error.h"
#include "text/token-text.h"
#include "text/vocabulary.h"
#include "types.h"

namespace samewire {

/** Why a choice ended. The order is that of `finishReasons` in src/engine-event.ts. */
enum class FinishReason : std::uint8_t { kStopToken, kStopSequence, kLength, kCancelled };

struct Finish {
  FinishReason reason;
  /** The stop text that matched; otherwise empty. */
  std::string stop_sequence;
  std::uint32_t num_generated;
  /** Those of them that are reasoning (sampling/reasoning-span.h). */
  std::uint32_t num_reasoning;
  std::uint32_t num_cached;
  /** Tokens of the request's prediction that the answer has, and those that it has not. */
  std::uint32_t num_predicted_right;
  std::uint32_t num_predicted_wrong;
  float queue_ms;
  float prefill_ms;
  float decode_ms;
};

/**
 * What the loop has to say after a step, as one run of bytes, so that a step costs the reader one
 * hand-over and no object per token. src/native/decode-events.ts reads it.
 *
 * All numbers little-endian. A record is a header and a body:
 *
 *     u32 size of the record, header included · u32 request id · u16 choice · u8 kind · u8 flags
 *
 *     kind 0, text    u32 size · UTF-8 text; with flag 1 also u32 number of tokens · tokens;
 *                     with flag 2 it is reasoning
 *                     token: probability · u16 number of alternatives · probabilities
 *                     probability: i32 token · f32 logprob · u16 size · bytes
 *     kind 1, finish  u8 reason · u8×3 zero · u32 generated tokens · u32 of them reasoning
 *                     u32 cached tokens · u32 predicted tokens in the answer · u32 not in it
 *                     f32 queue ms · f32 prefill ms · f32 decode ms
 *                     u32 size · stop text
 *     kind 2, fault   u8 error code · u8×3 zero · u32 size · message; ends the whole request
 *     kind 3, vector  u32 number of values · f32 values; the choice is the place of the input
 *     kind 4, call    u32 index of a tool call · three times u32 size · UTF-8 text: its name and
 *                     its id, both empty after its first record, and a part of its arguments
 */
class EventBlock {
 public:
  enum class Kind : std::uint8_t { kText, kFinish, kFault, kVector, kToolCall };

  void add_text(RequestId request, std::uint32_t choice, const TextDelta& delta,
                const Vocabulary& vocabulary);
  void add_finish(RequestId request, std::uint32_t choice, const Finish& finish);
  void add_fault(RequestId request, const Fault& fault);
  void add_vector(RequestId request, std::uint32_t input, std::span<const float> values);

  /** Log probabilities as a text record has them: how many, and their bytes. */
  struct Logprobs {
    std::uint32_t num_tokens = 0;
    std::vector<std::uint8_t> bytes = {};
  };
  /** Text whose log probabilities come from other records. */
  void add_text(RequestId request, std::uint32_t choice, const OutputDelta& delta,
                const Logprobs& logprobs);
  void add_tool_call(RequestId request, std::uint32_t choice, const OutputDelta& delta);
  /** A whole record, as it is. */
  void add_record(std::span<const std::uint8_t> record);

  std::span<const std::uint8_t> bytes() const { return bytes_; }
  bool empty() const { return bytes_.empty(); }
  void clear() { bytes_.clear(); }

 private:
  std::size_t begin(RequestId request, std::uint32_t choice, Kind kind, std::uint8_t flags);
  void end(std::size_t start);
  template <typename Number>
  void put(Number value);
  void put_bytes(std::string_view bytes);
  void put_probability(const TokenProbability& probability, const Vocabulary& vocabulary);

  std::vector<std::uint8_t> bytes_;
};

/** Where the loop's events go. Called on the loop thread; must not block for long. */
class EventSink {
 public:
  virtual ~EventSink() = default;
  /** The block is only lent: its bytes are copied before this returns. */
  virtual void publish(const EventBlock& block) = 0;
};

}  // namespace samewire
