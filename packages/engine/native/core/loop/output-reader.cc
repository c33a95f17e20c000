#include "loop/output-reader.h"

#include <cstring>
#include <exception>
#include <string_view>
#include <utility>

#ifdef __linux__
#include <pthread.h>
#endif

namespace samewire {
namespace {

constexpr std::size_t kRequestAt = 4;
constexpr std::size_t kChoiceAt = 8;
constexpr std::size_t kKindAt = 10;
constexpr std::size_t kFlagsAt = 11;
constexpr std::size_t kBodyAt = 12;
constexpr std::size_t kTextAt = 16;

template <typename Number>
Number read_number(std::span<const std::uint8_t> bytes, std::size_t at) {
  Number value{};
  std::memcpy(&value, bytes.data() + at, sizeof value);
  return value;
}

std::string_view text_of(std::span<const std::uint8_t> record) {
  return {reinterpret_cast<const char*>(record.data()) + kTextAt,
          read_number<std::uint32_t>(record, kBodyAt)};
}

}  // namespace

OutputReader::OutputReader(EventSink& sink) : sink_(sink), thread_([this] { run(); }) {}

OutputReader::~OutputReader() { stop(); }

void OutputReader::open(RequestId request, std::shared_ptr<const OutputSyntax> syntax,
                        std::uint32_t num_choices) {
  auto answer = std::make_unique<Answer>(
      Answer{.syntax = std::move(syntax), .num_open = num_choices});
  const std::scoped_lock lock(mutex_);
  answers_[request] = std::move(answer);
}

void OutputReader::forget(RequestId request) {
  const std::scoped_lock lock(mutex_);
  answers_.erase(request);
}

void OutputReader::publish(const EventBlock& block) {
  {
    const std::scoped_lock lock(mutex_);
    if (!answers_.empty() || !pending_.empty() || is_reading_) {
      pending_.insert(pending_.end(), block.bytes().begin(), block.bytes().end());
      changed_.notify_one();
      return;
    }
  }
  sink_.publish(block);
}

void OutputReader::stop() {
  {
    const std::scoped_lock lock(mutex_);
    is_stopping_ = true;
    changed_.notify_one();
  }
  if (thread_.joinable()) thread_.join();
}

void OutputReader::run() {
#ifdef __linux__
  pthread_setname_np(pthread_self(), "samewire-reader");
#endif
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [&] { return is_stopping_ || !pending_.empty(); });
    if (pending_.empty()) return;
    std::vector<std::uint8_t> bytes = std::exchange(pending_, {});
    is_reading_ = true;
    lock.unlock();
    // Nothing is thrown past here. What cannot be read ends what is being read.
    try {
      read(bytes);
    } catch (const std::exception& error) {
      fail_all(error.what());
    }
    lock.lock();
    is_reading_ = false;
  }
}

void OutputReader::read(std::span<const std::uint8_t> bytes) {
  for (std::size_t at = 0; at < bytes.size();) {
    const auto size = read_number<std::uint32_t>(bytes, at);
    read_record(bytes.subspan(at, size));
    at += size;
  }
  if (!block_.empty()) sink_.publish(block_);
  block_.clear();
}

void OutputReader::fail_all(const char* reason) {
  block_.clear();
  deltas_.clear();
  const std::scoped_lock lock(mutex_);
  for (const auto& [request, answer] : answers_) {
    block_.add_fault(request, {.code = ErrorCode::kDecodeFailed, .message = reason});
  }
  answers_.clear();
  sink_.publish(block_);
  block_.clear();
}

OutputReader::Answer* OutputReader::find(RequestId request) {
  const std::scoped_lock lock(mutex_);
  const auto found = answers_.find(request);
  return found == answers_.end() ? nullptr : found->second.get();
}

void OutputReader::read_record(Record record) {
  const auto request = read_number<RequestId>(record, kRequestAt);
  Answer* answer = find(request);
  if (answer == nullptr) {
    block_.add_record(record);
    return;
  }
  const auto kind = static_cast<EventBlock::Kind>(record[kKindAt]);
  if (kind == EventBlock::Kind::kFault) {
    block_.add_record(record);
    forget(request);
    return;
  }
  Choice& choice =
      answer->choices.try_emplace(read_number<std::uint16_t>(record, kChoiceAt), answer->syntax)
          .first->second;
  if (kind == EventBlock::Kind::kText) {
    read_text(record, choice);
    return;
  }
  choice.parser.finish(deltas_);
  emit(record, choice);
  // Probabilities of what belongs to no text, such as the end of a call, have no place.
  if (choice.logprobs.num_tokens > 0 && !choice.has_calls) {
    const OutputDelta nothing{.kind = OutputDelta::Kind::kContent, .text = {}};
    block_.add_text(request, read_number<std::uint16_t>(record, kChoiceAt), nothing,
                    choice.logprobs);
  }
  block_.add_record(record);
  if (--answer->num_open == 0) forget(request);
}

void OutputReader::read_text(Record record, Choice& choice) {
  const std::string_view text = text_of(record);
  if (record[kFlagsAt] != 0) {
    const Record rest = record.subspan(kTextAt + text.size());
    choice.logprobs.num_tokens += read_number<std::uint32_t>(rest, 0);
    choice.logprobs.bytes.insert(choice.logprobs.bytes.end(), rest.begin() + 4, rest.end());
  }
  choice.parser.push(text, deltas_);
  emit(record, choice);
}

void OutputReader::emit(Record record, Choice& choice) {
  const auto request = read_number<RequestId>(record, kRequestAt);
  const auto index = read_number<std::uint16_t>(record, kChoiceAt);
  for (const OutputDelta& delta : deltas_) {
    const EventBlock::Logprobs logprobs = std::exchange(choice.logprobs, {});
    if (delta.kind == OutputDelta::Kind::kToolCall) {
      choice.has_calls = true;
      block_.add_tool_call(request, index, delta);
    } else {
      block_.add_text(request, index, delta, logprobs);
    }
  }
  deltas_.clear();
}

}  // namespace samewire
