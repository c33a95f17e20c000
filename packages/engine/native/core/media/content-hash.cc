#include "media/content-hash.h"

#include <hash/hash.h>

#include <charconv>
#include <cstddef>
#include <utility>

#include "media/media-token.h"

namespace samewire {
namespace {

/** SplitMix64's finaliser: every bit of the result depends on every bit of the value. */
std::uint64_t mixed(std::uint64_t value) {
  value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  value = (value ^ (value >> 27U)) * 0x94D049BB133111EBULL;
  return value ^ (value >> 31U);
}

}  // namespace

ContentHash ContentHash::of(std::string_view content) {
  return ContentHash(hash_sha256_hex(content.data(), content.size()));
}

ContentHash::ContentHash(std::string name) : name_(std::move(name)) {
  constexpr std::size_t kDigits = 16;
  for (std::size_t i = 0; i < words_.size(); ++i) {
    const char* const begin = name_.data() + i * kDigits;
    std::from_chars(begin, begin + kDigits, words_[i], 16);
  }
}

std::vector<Token> ContentHash::tokens(std::uint32_t chunk, std::uint32_t num_rows) const {
  constexpr std::uint64_t kGolden = 0x9E3779B97F4A7C15ULL;
  std::vector<Token> tokens;
  tokens.reserve(num_rows);
  for (std::uint32_t row = 0; row < num_rows; ++row) {
    const std::uint64_t place = (std::uint64_t{chunk} << 32U) | row;
    const std::uint64_t word = words_[row % words_.size()];
    tokens.push_back(make_media_token(mixed(word ^ (place * kGolden)), row == 0));
  }
  return tokens;
}

}  // namespace samewire
