#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <thread>
#include <vector>

#include "loop/event.h"

namespace samewire {

/**
 * Writes event blocks to a socket whose other end another process reads. A block is written on the
 * thread that publishes it: no other thread has to wake up for a token, and none takes a core from
 * those that compute the next one.
 *
 * Each block goes in a frame as src/process/frames.ts reads it: u32 little-endian size · the
 * block. A reader that is slow holds up nobody: what the socket does not take waits here, and a
 * thread that otherwise sleeps writes it when there is room. Once the reader has gone everything is
 * dropped. Every method may be called on any thread.
 */
class EventPipe final : public EventSink {
 public:
  /** @param socket a stream socket, which stays the caller's and open for as long as this lives */
  explicit EventPipe(int socket);
  ~EventPipe() override;
  EventPipe(const EventPipe&) = delete;
  EventPipe& operator=(const EventPipe&) = delete;

  void publish(const EventBlock& block) override;

  /**
   * Writes what waits, as long as the other end reads at all, and ends the thread. What is published
   * from then on is dropped. Safe to repeat.
   */
  void finish();

 private:
  void write_waiting();
  void forget_written();
  void drop_all();
  void run();

  int socket_;
  std::mutex mutex_;
  std::condition_variable changed_;
  /** From `num_written_` on what the socket has not taken. */
  std::vector<std::uint8_t> waiting_;
  std::size_t num_written_ = 0;
  bool is_finishing_ = false;
  bool is_closed_ = false;
  std::thread thread_;
};

}  // namespace samewire
