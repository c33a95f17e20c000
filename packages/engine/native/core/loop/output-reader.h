#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <thread>
#include <unordered_map>
#include <vector>

#include "chat/output-parser.h"
#include "chat/output-syntax.h"
#include "loop/event.h"
#include "types.h"

namespace samewire {

/**
 * Stands between the loop and its sink and reads the answers of chats: what the loop publishes as
 * text leaves it as content, reasoning and tool calls.
 *
 * It has a thread of its own, because a parser may take longer over one answer than a step takes
 * over all of them. Events of one request keep their order. While no answer is being read, blocks
 * pass through on the loop's thread, and the reader's thread sleeps.
 *
 * Every method may be called on any thread.
 */
class OutputReader final : public EventSink {
 public:
  /** `sink` must outlive the reader; it is called on the loop's and on the reader's thread. */
  explicit OutputReader(EventSink& sink);
  ~OutputReader() override;

  /** From here on the answers of a request are read. */
  void open(RequestId request, std::shared_ptr<const OutputSyntax> syntax,
            std::uint32_t num_choices);

  /** The request was refused after all. */
  void forget(RequestId request);

  void publish(const EventBlock& block) override;

  /** Passes on what was published, and ends the thread. Safe to repeat. */
  void stop();

 private:
  struct Choice {
    explicit Choice(std::shared_ptr<const OutputSyntax> syntax) : parser(std::move(syntax)) {}

    OutputParser parser;
    /** Of text that has not been told yet. */
    EventBlock::Logprobs logprobs;
    bool has_calls = false;
  };
  struct Answer {
    std::shared_ptr<const OutputSyntax> syntax;
    std::uint32_t num_open;
    std::unordered_map<std::uint32_t, Choice> choices = {};
  };
  using Record = std::span<const std::uint8_t>;

  void run();
  void read(std::span<const std::uint8_t> bytes);
  void fail_all(const char* reason);
  void read_record(Record record);
  void read_text(Record record, Choice& choice);
  void emit(Record record, Choice& choice);
  Answer* find(RequestId request);

  EventSink& sink_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::uint8_t> pending_;
  bool is_reading_ = false;
  bool is_stopping_ = false;
  std::unordered_map<RequestId, std::unique_ptr<Answer>> answers_;
  /** Reader's thread only. */
  EventBlock block_;
  std::vector<OutputDelta> deltas_;
  std::thread thread_;
};

}  // namespace samewire
