#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <cassert>
#include <cstddef>
#include <new>
#include <utility>

namespace samewire {

/** Whole pages of memory, straight from the kernel. What nobody has written to is 0 and takes nothing. */
class Pages {
 public:
  static std::size_t page_size() {
    static const auto size = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    return size;
  }

  Pages() = default;
  /** @throws std::bad_alloc if there is no room for at least so many bytes */
  explicit Pages(std::size_t size) : size_(rounded_up(size)) {
    void* const place =
        mmap(nullptr, size_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (place == MAP_FAILED) throw std::bad_alloc();
    data_ = static_cast<std::byte*>(place);
  }
  Pages(Pages&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}
  Pages& operator=(Pages&& other) noexcept {
    Pages old(std::move(*this));
    data_ = std::exchange(other.data_, nullptr);
    size_ = std::exchange(other.size_, 0);
    return *this;
  }
  ~Pages() {
    if (data_ != nullptr) munmap(data_, size_);
  }

  std::byte* data() const { return data_; }
  /** A multiple of a page. */
  std::size_t size() const { return size_; }

  /** Takes the first pages off, as many as hold so many bytes, which are no more than there are. */
  Pages split(std::size_t size) {
    assert(size <= size_);
    const std::size_t taken = rounded_up(size);
    Pages first(data_, taken);
    size_ -= taken;
    data_ = size_ == 0 ? nullptr : data_ + taken;
    return first;
  }

 private:
  Pages(std::byte* data, std::size_t size) : data_(data), size_(size) {}

  static std::size_t rounded_up(std::size_t size) {
    return (size + page_size() - 1) / page_size() * page_size();
  }

  std::byte* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace samewire
