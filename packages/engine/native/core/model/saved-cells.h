#pragma once

#include <cstddef>
#include <memory>
#include <span>

namespace samewire {

/** The content of cells, copied out of the cache. Only the runner knows what the bytes mean. */
class SavedCells {
 public:
  SavedCells() = default;
  /** Of bytes that have no value yet. */
  explicit SavedCells(std::size_t size)
      : bytes_(std::make_unique_for_overwrite<std::byte[]>(size)), size_(size) {}

  std::size_t size() const { return size_; }
  std::span<std::byte> bytes() { return {bytes_.get(), size_}; }
  std::span<const std::byte> bytes() const { return {bytes_.get(), size_}; }

 private:
  std::unique_ptr<std::byte[]> bytes_;
  std::size_t size_ = 0;
};

}  // namespace samewire
