#include "loop/event-pipe.h"

#include <array>
#include <cstdint>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <sys/socket.h>
#include <unistd.h>

#include "recording-sink.h"
#include "testing.h"

namespace samewire {
namespace {

/** Two ends of a connection. */
class SocketPair {
 public:
  SocketPair() { CHECK_EQUAL(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends_.data()), 0); }
  ~SocketPair() {
    ::close(ends_[0]);
    close_reader();
  }
  SocketPair(const SocketPair&) = delete;
  SocketPair& operator=(const SocketPair&) = delete;

  int writer() const { return ends_[0]; }
  int reader() const { return ends_[1]; }
  void close_reader() {
    const int reader = std::exchange(ends_[1], -1);
    if (reader >= 0) ::close(reader);
  }

 private:
  std::array<int, 2> ends_{};
};

EventBlock fault_of(RequestId request, std::string message = "no") {
  EventBlock block;
  block.add_fault(request, {.code = ErrorCode::kUnsupported, .message = std::move(message)});
  return block;
}

std::vector<std::uint8_t> read_bytes(int reader, std::size_t count) {
  std::vector<std::uint8_t> bytes(count);
  std::size_t num_read = 0;
  while (num_read < count) {
    const ssize_t taken = ::read(reader, bytes.data() + num_read, count - num_read);
    CHECK(taken > 0);
    num_read += static_cast<std::size_t>(taken);
  }
  return bytes;
}

/** The block of the next frame. */
std::vector<std::uint8_t> read_frame(int reader) {
  const std::vector<std::uint8_t> head = read_bytes(reader, 4);
  std::size_t size = 0;
  for (std::size_t i = 0; i < head.size(); ++i) size |= static_cast<std::size_t>(head[i]) << (8 * i);
  return read_bytes(reader, size);
}

std::vector<std::uint8_t> bytes_of(const EventBlock& block) {
  return {block.bytes().begin(), block.bytes().end()};
}

TEST("blocks arrive as they are, each in a frame") {
  SocketPair sockets;
  EventPipe pipe(sockets.writer());
  for (RequestId id = 1; id <= 3; ++id) pipe.publish(fault_of(id));
  for (RequestId id = 1; id <= 3; ++id) CHECK(read_frame(sockets.reader()) == bytes_of(fault_of(id)));
}

TEST("a reader who is behind holds up nobody, and gets everything in order") {
  SocketPair sockets;
  EventPipe pipe(sockets.writer());
  const std::string long_message(50'000, 'x');
  constexpr RequestId kNumBlocks = 100;
  for (RequestId id = 1; id <= kNumBlocks; ++id) pipe.publish(fault_of(id, long_message));
  for (RequestId id = 1; id <= kNumBlocks; ++id) {
    CHECK(read_frame(sockets.reader()) == bytes_of(fault_of(id, long_message)));
  }
}

TEST("what waits is still written when it ends") {
  SocketPair sockets;
  const std::string long_message(1'000'000, 'x');
  EventPipe pipe(sockets.writer());
  pipe.publish(fault_of(1, long_message));
  std::thread reader([&] {
    CHECK(read_frame(sockets.reader()) == bytes_of(fault_of(1, long_message)));
  });
  pipe.finish();
  reader.join();
}

TEST("a reader who has gone is no fault") {
  SocketPair sockets;
  EventPipe pipe(sockets.writer());
  sockets.close_reader();
  pipe.publish(fault_of(1));
  pipe.publish(fault_of(2));
  pipe.finish();
}

TEST("nobody waits at the end for a reader who takes nothing") {
  SocketPair sockets;
  EventPipe pipe(sockets.writer());
  pipe.publish(fault_of(1, std::string(10'000'000, 'x')));
  pipe.finish();
  pipe.publish(fault_of(2));
}

}  // namespace
}  // namespace samewire
