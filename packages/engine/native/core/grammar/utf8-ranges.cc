#include "grammar/utf8-ranges.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace samewire {
namespace {

constexpr std::uint32_t kLastCodePoint = 0x10FFFF;
constexpr CodePointRange kSurrogates{0xD800, 0xDFFF};

std::vector<std::uint8_t> encode(std::uint32_t code_point) {
  const auto tail = [&](unsigned shift) {
    return static_cast<std::uint8_t>(0x80U | ((code_point >> shift) & 0x3FU));
  };
  if (code_point < 0x80) return {static_cast<std::uint8_t>(code_point)};
  if (code_point < 0x800) return {static_cast<std::uint8_t>(0xC0U | (code_point >> 6U)), tail(0)};
  if (code_point < 0x10000) {
    return {static_cast<std::uint8_t>(0xE0U | (code_point >> 12U)), tail(6), tail(0)};
  }
  return {static_cast<std::uint8_t>(0xF0U | (code_point >> 18U)), tail(12), tail(6), tail(0)};
}

/**
 * Splits until first and last differ only where the bytes below are full: then the range is a
 * product of byte ranges.
 */
void split(CodePointRange range, std::vector<ByteRangeSequence>& out) {
  if (range.first > range.last) return;
  for (const std::uint32_t longest : std::array<std::uint32_t, 3>{0x7F, 0x7FF, 0xFFFF}) {
    if (range.first <= longest && longest < range.last) {
      split({range.first, longest}, out);
      split({longest + 1, range.last}, out);
      return;
    }
  }
  for (unsigned i = 1; i < 4 && range.last >= 0x80; ++i) {
    const std::uint32_t low = (1U << (6U * i)) - 1;
    if ((range.first & ~low) == (range.last & ~low)) continue;
    if ((range.first & low) != 0) {
      split({range.first, range.first | low}, out);
      split({(range.first | low) + 1, range.last}, out);
      return;
    }
    if ((range.last & low) != low) {
      split({range.first, (range.last & ~low) - 1}, out);
      split({range.last & ~low, range.last}, out);
      return;
    }
  }
  const std::vector<std::uint8_t> first = encode(range.first);
  const std::vector<std::uint8_t> last = encode(range.last);
  ByteRangeSequence& sequence = out.emplace_back();
  for (std::size_t i = 0; i < first.size(); ++i) sequence.push_back({first[i], last[i]});
}

}  // namespace

std::vector<CodePointRange> normalize(std::vector<CodePointRange> ranges) {
  std::ranges::sort(ranges, {}, &CodePointRange::first);
  std::vector<CodePointRange> result;
  for (CodePointRange range : ranges) {
    range.last = std::min(range.last, kLastCodePoint);
    if (range.first > range.last) continue;
    if (!result.empty() && range.first <= result.back().last + 1) {
      result.back().last = std::max(result.back().last, range.last);
    } else {
      result.push_back(range);
    }
  }
  return result;
}

std::vector<CodePointRange> complement(const std::vector<CodePointRange>& ranges) {
  std::vector<CodePointRange> result;
  std::uint32_t next = 0;
  for (const CodePointRange& range : ranges) {
    if (range.first > next) result.push_back({next, range.first - 1});
    next = range.last + 1;
  }
  if (next <= kLastCodePoint) result.push_back({next, kLastCodePoint});
  return result;
}

std::vector<ByteRangeSequence> to_utf8(CodePointRange range) {
  std::vector<ByteRangeSequence> result;
  split({range.first, std::min(range.last, kSurrogates.first - 1)}, result);
  split({std::max(range.first, kSurrogates.last + 1), range.last}, result);
  return result;
}

}  // namespace samewire
