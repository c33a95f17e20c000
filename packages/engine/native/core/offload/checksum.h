#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace samewire {

/**
 * A 64-bit checksum that finds damage, not forgery: words are multiplied and rotated in four
 * lanes, so that it reads as fast as memory does.
 */
inline std::uint64_t checksum(std::span<const std::byte> bytes, std::uint64_t seed = 0) {
  constexpr std::uint64_t kMultiplier = 0x9E3779B97F4A7C15ULL;
  constexpr std::size_t kNumLanes = 4;
  constexpr std::size_t kStride = kNumLanes * sizeof(std::uint64_t);
  std::uint64_t lanes[kNumLanes] = {seed ^ 1, seed ^ 2, seed ^ 3, seed ^ 4};
  const auto mix = [](std::uint64_t lane, std::uint64_t word) {
    return std::rotl((lane ^ word) * kMultiplier, 29);
  };
  std::size_t at = 0;
  for (; at + kStride <= bytes.size(); at += kStride) {
    std::uint64_t words[kNumLanes];
    std::memcpy(words, bytes.data() + at, kStride);
    for (std::size_t i = 0; i < kNumLanes; ++i) lanes[i] = mix(lanes[i], words[i]);
  }
  std::uint64_t sum = mix(seed, bytes.size());
  for (; at < bytes.size(); ++at) sum = mix(sum, static_cast<std::uint64_t>(bytes[at]));
  for (const std::uint64_t lane : lanes) sum = mix(sum, lane);
  sum ^= sum >> 32U;
  return sum * kMultiplier;
}

}  // namespace samewire
