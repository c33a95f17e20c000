#include "loop/event-pipe.h"

#include <cerrno>
#include <span>

#include <poll.h>
#include <sys/socket.h>

namespace samewire {
namespace {

/** A reader that takes nothing for so long takes nothing any more: at the end nobody waits for it. */
constexpr int kPatienceMs = 1'000;

#ifdef MSG_NOSIGNAL
constexpr int kSendFlags = MSG_DONTWAIT | MSG_NOSIGNAL;
#else
constexpr int kSendFlags = MSG_DONTWAIT;
#endif

void append_size(std::vector<std::uint8_t>& bytes, std::size_t size) {
  constexpr int kBitsOfByte = 8;
  for (std::size_t i = 0; i < sizeof(std::uint32_t); ++i) {
    bytes.push_back(static_cast<std::uint8_t>(size >> (i * kBitsOfByte)));
  }
}

}  // namespace

EventPipe::EventPipe(int socket) : socket_(socket), thread_([this] { run(); }) {}

EventPipe::~EventPipe() { finish(); }

void EventPipe::publish(const EventBlock& block) {
  const std::scoped_lock lock(mutex_);
  if (is_closed_ || is_finishing_) return;
  const bool is_behind = !waiting_.empty();
  append_size(waiting_, block.bytes().size());
  waiting_.insert(waiting_.end(), block.bytes().begin(), block.bytes().end());
  if (is_behind) return;
  write_waiting();
  if (!waiting_.empty()) changed_.notify_one();
}

void EventPipe::finish() {
  {
    const std::scoped_lock lock(mutex_);
    is_finishing_ = true;
    changed_.notify_one();
  }
  if (thread_.joinable()) thread_.join();
}

void EventPipe::write_waiting() {
  while (!waiting_.empty()) {
    const std::span<const std::uint8_t> rest = std::span(waiting_).subspan(num_written_);
    const ssize_t taken = ::send(socket_, rest.data(), rest.size(), kSendFlags);
    if (taken < 0 && errno == EINTR) continue;
    if (taken < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return forget_written();
    if (taken < 0) return drop_all();
    num_written_ += static_cast<std::size_t>(taken);
    if (num_written_ < waiting_.size()) continue;
    waiting_.clear();
    num_written_ = 0;
  }
}

void EventPipe::forget_written() {
  // Now and then, so that each byte is moved about once.
  if (num_written_ < waiting_.size() / 2) return;
  waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(num_written_));
  num_written_ = 0;
}

void EventPipe::drop_all() {
  is_closed_ = true;
  waiting_.clear();
  num_written_ = 0;
}

void EventPipe::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return is_finishing_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    pollfd room{.fd = socket_, .events = POLLOUT, .revents = 0};
    lock.unlock();
    const int found = ::poll(&room, 1, kPatienceMs);
    lock.lock();
    if (found == 0 && is_finishing_) return drop_all();
    write_waiting();
  }
}

}  // namespace samewire
