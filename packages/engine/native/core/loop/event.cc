#include "loop/event.h"

#include <bit>
#include <cstring>
#include <limits>

namespace samewire {

static_assert(std::endian::native == std::endian::little, "event blocks are little-endian");

namespace {
constexpr std::uint8_t kHasLogprobs = 1;
constexpr std::uint8_t kIsReasoning = 2;
}

template <typename Number>
void EventBlock::put(Number value) {
  const std::size_t at = bytes_.size();
  bytes_.resize(at + sizeof value);
  std::memcpy(bytes_.data() + at, &value, sizeof value);
}

void EventBlock::put_bytes(std::string_view bytes) {
  bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
}

std::size_t EventBlock::begin(RequestId request, std::uint32_t choice, Kind kind,
                              std::uint8_t flags) {
  const std::size_t start = bytes_.size();
  put<std::uint32_t>(0);
  put<std::uint32_t>(request);
  put(static_cast<std::uint16_t>(choice));
  put(static_cast<std::uint8_t>(kind));
  put(flags);
  return start;
}

void EventBlock::end(std::size_t start) {
  const auto size = static_cast<std::uint32_t>(bytes_.size() - start);
  std::memcpy(bytes_.data() + start, &size, sizeof size);
}

void EventBlock::put_probability(const TokenProbability& probability,
                                 const Vocabulary& vocabulary) {
  std::string_view piece = vocabulary.display_piece(probability.token);
  piece = piece.substr(0, std::numeric_limits<std::uint16_t>::max());
  put<std::int32_t>(probability.token);
  put<float>(probability.logprob);
  put(static_cast<std::uint16_t>(piece.size()));
  put_bytes(piece);
}

void EventBlock::add_text(RequestId request, std::uint32_t choice, const TextDelta& delta,
                          const Vocabulary& vocabulary) {
  const bool has_logprobs = !delta.logprobs.empty();
  const std::size_t start = begin(request, choice, Kind::kText, has_logprobs ? kHasLogprobs : 0);
  put(static_cast<std::uint32_t>(delta.text.size()));
  put_bytes(delta.text);
  if (has_logprobs) {
    put(static_cast<std::uint32_t>(delta.logprobs.size()));
    for (const TokenLogprob& entry : delta.logprobs) {
      put_probability(entry.chosen, vocabulary);
      put(static_cast<std::uint16_t>(entry.top.size()));
      for (const TokenProbability& other : entry.top) put_probability(other, vocabulary);
    }
  }
  end(start);
}

void EventBlock::add_text(RequestId request, std::uint32_t choice, const OutputDelta& delta,
                          const Logprobs& logprobs) {
  std::uint8_t flags = logprobs.num_tokens > 0 ? kHasLogprobs : 0;
  if (delta.kind == OutputDelta::Kind::kReasoning) flags |= kIsReasoning;
  const std::size_t start = begin(request, choice, Kind::kText, flags);
  put(static_cast<std::uint32_t>(delta.text.size()));
  put_bytes(delta.text);
  if (logprobs.num_tokens > 0) {
    put(logprobs.num_tokens);
    bytes_.insert(bytes_.end(), logprobs.bytes.begin(), logprobs.bytes.end());
  }
  end(start);
}

void EventBlock::add_tool_call(RequestId request, std::uint32_t choice, const OutputDelta& delta) {
  const std::size_t start = begin(request, choice, Kind::kToolCall, 0);
  put(delta.call);
  for (const std::string* text : {&delta.name, &delta.id, &delta.text}) {
    put(static_cast<std::uint32_t>(text->size()));
    put_bytes(*text);
  }
  end(start);
}

void EventBlock::add_record(std::span<const std::uint8_t> record) {
  bytes_.insert(bytes_.end(), record.begin(), record.end());
}

void EventBlock::add_finish(RequestId request, std::uint32_t choice, const Finish& finish) {
  const std::size_t start = begin(request, choice, Kind::kFinish, 0);
  put(static_cast<std::uint32_t>(finish.reason));
  put(finish.num_generated);
  put(finish.num_reasoning);
  put(finish.num_cached);
  put(finish.num_predicted_right);
  put(finish.num_predicted_wrong);
  put(finish.queue_ms);
  put(finish.prefill_ms);
  put(finish.decode_ms);
  put(static_cast<std::uint32_t>(finish.stop_sequence.size()));
  put_bytes(finish.stop_sequence);
  end(start);
}

void EventBlock::add_fault(RequestId request, const Fault& fault) {
  const std::size_t start = begin(request, 0, Kind::kFault, 0);
  put(static_cast<std::uint32_t>(fault.code));
  put(static_cast<std::uint32_t>(fault.message.size()));
  put_bytes(fault.message);
  end(start);
}

void EventBlock::add_vector(RequestId request, std::uint32_t input, std::span<const float> values) {
  const std::size_t start = begin(request, input, Kind::kVector, 0);
  put(static_cast<std::uint32_t>(values.size()));
  const std::size_t at = bytes_.size();
  bytes_.resize(at + values.size_bytes());
  std::memcpy(bytes_.data() + at, values.data(), values.size_bytes());
  end(start);
}

}  // namespace samewire
