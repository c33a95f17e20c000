#include "speculate/ngram-index.h"

#include <algorithm>
#include <bit>
#include <limits>

namespace samewire {
namespace {

constexpr std::uint32_t kNowhere = std::numeric_limits<std::uint32_t>::max();
constexpr std::size_t kGram = 2;
/** Beyond so many, a longer likeness says nothing more. */
constexpr std::size_t kMaxAlike = 32;
/** Places that are looked at: a token that repeats for ever has as many as the text. */
constexpr int kMaxLooks = 32;
constexpr std::size_t kFewestBuckets = 256;
constexpr std::size_t kMostBuckets = 65'536;

std::size_t count_alike(std::span<const Token> text, std::size_t end, std::span<const Token> other) {
  const std::size_t limit = std::min({end, other.size(), kMaxAlike});
  std::size_t count = 0;
  while (count < limit && text[end - 1 - count] == other[other.size() - 1 - count]) ++count;
  return count;
}

}  // namespace

std::size_t NgramIndex::bucket_of(Token before_last, Token last) const {
  const std::uint64_t both = std::uint64_t{static_cast<std::uint32_t>(before_last)} << 32U |
                             static_cast<std::uint32_t>(last);
  // Fibonacci hashing: the high bits depend on all of the low ones.
  return static_cast<std::size_t>((both * 0x9E3779B97F4A7C15ULL) >> 40U) & (latest_.size() - 1);
}

void NgramIndex::extend(std::span<const Token> text, std::size_t max_tokens) {
  if (latest_.empty()) {
    latest_.assign(std::bit_ceil(std::clamp(text.size(), kFewestBuckets, kMostBuckets)), kNowhere);
  }
  // A place has a token after it, so the end of the text is none yet.
  const std::size_t end = std::min(text.size(), previous_.size() + max_tokens);
  for (std::size_t place = previous_.size(); place < end; ++place) {
    if (place < kGram) {
      previous_.push_back(kNowhere);
      continue;
    }
    std::uint32_t& latest = latest_[bucket_of(text[place - 2], text[place - 1])];
    previous_.push_back(latest);
    latest = static_cast<std::uint32_t>(place);
  }
}

std::optional<NgramIndex::Place> NgramIndex::find(std::span<const Token> text,
                                                  std::span<const Token> end_of,
                                                  std::size_t num_alike, std::size_t hint) const {
  if (latest_.empty() || end_of.size() < kGram) return std::nullopt;
  std::optional<Place> best;
  std::uint32_t place = latest_[bucket_of(end_of[end_of.size() - 2], end_of.back())];
  for (int i = 0; i < kMaxLooks && place != kNowhere; ++i, place = previous_[place]) {
    const std::size_t count = count_alike(text, place, end_of);
    if (count < num_alike) continue;
    const bool is_nearer = best && count == best->num_alike && place >= hint;
    if (!best || count > best->num_alike || is_nearer) best = {place, count};
  }
  return best;
}

}  // namespace samewire
