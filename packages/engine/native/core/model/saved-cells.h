#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <span>

namespace samewire {

/** The content of cells, copied out of the cache. Only the runner knows what the bytes mean. */
class SavedCells {
 public:
  SavedCells() = default;
  /**
   * Of bytes that have no value yet.
   *
   * @throws std::bad_alloc
   */
  explicit SavedCells(std::size_t size);

  std::size_t size() const { return size_; }
  std::span<std::byte> bytes() { return {bytes_.get(), size_}; }
  std::span<const std::byte> bytes() const { return {bytes_.get(), size_}; }

 private:
  struct Free {
    void operator()(std::byte* bytes) const;
    std::align_val_t alignment{};
  };

  std::unique_ptr<std::byte[], Free> bytes_;
  std::size_t size_ = 0;
};

}  // namespace samewire
