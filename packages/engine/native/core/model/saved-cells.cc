#include "model/saved-cells.h"

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace samewire {
namespace {

/** Bytes of a page that saves hundreds of small ones, where there are such pages. */
constexpr std::size_t kLargePage = std::size_t{2} << 20U;

std::align_val_t alignment_of(std::size_t size) {
  return std::align_val_t{size >= kLargePage ? kLargePage : alignof(std::max_align_t)};
}

std::byte* allocate(std::size_t size) {
  auto* bytes = static_cast<std::byte*>(::operator new[](size, alignment_of(size)));
#ifdef __linux__
  if (size >= kLargePage) madvise(bytes, size / kLargePage * kLargePage, MADV_HUGEPAGE);
#endif
  return bytes;
}

}  // namespace

// A run of cells is tens of megabytes, written once. In small pages every one of them is a fault, which
// took most of the time that a step spends on saving.
SavedCells::SavedCells(std::size_t size)
    : bytes_(allocate(size), Free{alignment_of(size)}), size_(size) {}

void SavedCells::Free::operator()(std::byte* bytes) const { ::operator delete[](bytes, alignment); }

}  // namespace samewire
