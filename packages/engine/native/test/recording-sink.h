#pragma once

#include <cstdint>
#include <cstring>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "loop/event.h"
#include "testing.h"

namespace samewire::testing {

/** What came of one choice. */
struct Ending {
  std::string text;
  int num_finishes = 0;
  FinishReason reason = FinishReason::kCancelled;
  std::string stop_sequence;
  std::uint32_t num_generated = 0;
  std::uint32_t num_reasoning = 0;
  std::uint32_t num_cached = 0;
  std::uint32_t num_predicted_right = 0;
  std::uint32_t num_predicted_wrong = 0;
  /** Of requests that asked for log probabilities. */
  std::vector<Token> tokens;
  std::vector<float> logprobs;
  std::string reasoning;
  /** `name(arguments)` of each tool call. */
  std::vector<std::string> calls;
};

/** Reads event blocks back, as the other side of the hand-over does. */
class RecordingSink final : public EventSink {
 public:
  std::map<std::pair<RequestId, std::uint32_t>, Ending> choices;
  std::map<RequestId, std::vector<std::string>> faults;
  /** By request and place of the input. */
  std::map<std::pair<RequestId, std::uint32_t>, std::vector<float>> vectors;
  int num_blocks = 0;

  void publish(const EventBlock& block) override {
    ++num_blocks;
    const std::span<const std::uint8_t> bytes = block.bytes();
    for (std::size_t at = 0; at < bytes.size();) {
      const auto size = read<std::uint32_t>(bytes, at);
      read_record(bytes.subspan(at, size));
      at += size;
    }
  }

 private:
  template <typename Number>
  static Number read(std::span<const std::uint8_t> bytes, std::size_t at) {
    Number value{};
    CHECK(at + sizeof value <= bytes.size());
    std::memcpy(&value, bytes.data() + at, sizeof value);
    return value;
  }

  static std::string read_text(std::span<const std::uint8_t> bytes, std::size_t at) {
    const auto size = read<std::uint32_t>(bytes, at);
    CHECK(at + 4 + size <= bytes.size());
    return {reinterpret_cast<const char*>(bytes.data()) + at + 4, size};
  }

  /** The tokens of a text record, past their probabilities (loop/event.h). */
  static void read_tokens(std::span<const std::uint8_t> rest, Ending& ending) {
    std::size_t at = 4;
    for (auto left = read<std::uint32_t>(rest, 0); left > 0; --left) {
      ending.tokens.push_back(read<Token>(rest, at));
      ending.logprobs.push_back(read<float>(rest, at + 4));
      at += skip_probability(rest, at);
      const auto num_alternatives = read<std::uint16_t>(rest, at);
      at += 2;
      for (int i = 0; i < num_alternatives; ++i) at += skip_probability(rest, at);
    }
  }

  static std::size_t skip_probability(std::span<const std::uint8_t> rest, std::size_t at) {
    return 10 + std::size_t{read<std::uint16_t>(rest, at + 8)};
  }

  static void read_call(std::span<const std::uint8_t> record, Ending& ending) {
    const std::string name = read_text(record, 16);
    const std::string id = read_text(record, 20 + name.size());
    const auto index = read<std::uint32_t>(record, 12);
    if (index == ending.calls.size()) ending.calls.push_back(name + "(");
    ending.calls.at(index) += read_text(record, 24 + name.size() + id.size());
  }

  void read_record(std::span<const std::uint8_t> record) {
    const auto request = read<std::uint32_t>(record, 4);
    const auto choice = read<std::uint16_t>(record, 8);
    const auto kind = read<std::uint8_t>(record, 10);
    if (kind == 2) {
      faults[request].push_back(read_text(record, 16));
      return;
    }
    if (kind == 3) {
      CHECK(vectors.find({request, choice}) == vectors.end());
      auto& values = vectors[{request, choice}];
      for (std::uint32_t i = 0; i < read<std::uint32_t>(record, 12); ++i) {
        values.push_back(read<float>(record, 16 + 4 * i));
      }
      return;
    }
    Ending& ending = choices[{request, choice}];
    CHECK_EQUAL(ending.num_finishes, 0);
    if (kind == 0) {
      const std::string text = read_text(record, 12);
      const auto flags = read<std::uint8_t>(record, 11);
      ((flags & 2U) != 0 ? ending.reasoning : ending.text) += text;
      if ((flags & 1U) != 0) read_tokens(record.subspan(16 + text.size()), ending);
      return;
    }
    if (kind == 4) {
      read_call(record, ending);
      return;
    }
    ++ending.num_finishes;
    ending.reason = static_cast<FinishReason>(read<std::uint8_t>(record, 12));
    ending.num_generated = read<std::uint32_t>(record, 16);
    ending.num_reasoning = read<std::uint32_t>(record, 20);
    ending.num_cached = read<std::uint32_t>(record, 24);
    ending.num_predicted_right = read<std::uint32_t>(record, 28);
    ending.num_predicted_wrong = read<std::uint32_t>(record, 32);
    ending.stop_sequence = read_text(record, 48);
  }
};

}  // namespace samewire::testing
