#pragma once

#include <cstdint>
#include <vector>

namespace samewire {

struct CodePointRange {
  std::uint32_t first;
  std::uint32_t last;
};

struct ByteRange {
  std::uint8_t first;
  std::uint8_t last;
};

/** 1 to 4 ranges of bytes, one after the other. */
using ByteRangeSequence = std::vector<ByteRange>;

/** Sorts ranges, joins those that touch, and cuts off what is above U+10FFFF. */
std::vector<CodePointRange> normalize(std::vector<CodePointRange> ranges);

/** All code points that are in none of the (normalised) ranges. */
std::vector<CodePointRange> complement(const std::vector<CodePointRange>& ranges);

/** The sequences of bytes whose union is the UTF-8 of a range; surrogates have none. */
std::vector<ByteRangeSequence> to_utf8(CodePointRange range);

}  // namespace samewire
