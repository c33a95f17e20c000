#pragma once

#include <cassert>
#include <cstddef>
#include <memory>
#include <span>
#include <utility>

#include "model/pages.h"

namespace samewire {

/** The content of cells, copied out of the cache. Only the runner knows what the bytes mean. */
class SavedCells {
 public:
  SavedCells() = default;
  /** Of bytes that have no value yet. */
  explicit SavedCells(std::size_t size)
      : bytes_(std::make_unique_for_overwrite<std::byte[]>(size)), size_(size) {}
  /** In pages that hold at least so many bytes. */
  SavedCells(Pages pages, std::size_t size) : pages_(std::move(pages)), size_(size) {
    assert(size_ <= pages_.size());
  }

  std::size_t size() const { return size_; }
  std::span<std::byte> bytes() { return {place(), size_}; }
  std::span<const std::byte> bytes() const { return {place(), size_}; }

 private:
  std::byte* place() const { return bytes_ != nullptr ? bytes_.get() : pages_.data(); }

  /** Either this or the pages. */
  std::unique_ptr<std::byte[]> bytes_;
  Pages pages_;
  std::size_t size_ = 0;
};

}  // namespace samewire
