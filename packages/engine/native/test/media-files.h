#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <string>

// Pictures and recordings, put together by hand.
namespace samewire::testing {

template <typename Number>
void put(std::string& bytes, Number value) {
  for (std::size_t i = 0; i < sizeof value; ++i) {
    bytes += static_cast<char>((static_cast<std::uint64_t>(value) >> (8 * i)) & 0xffU);
  }
}

/** A BMP whose colours follow from a number. */
inline std::string bmp_file(std::uint32_t width, std::uint32_t height, std::uint32_t number) {
  constexpr std::uint32_t kHeadBytes = 54;
  const std::uint32_t row_bytes = (width * 3 + 3) / 4 * 4;
  std::string bytes = "BM";
  put(bytes, kHeadBytes + row_bytes * height);
  put(bytes, std::uint32_t{0});
  put(bytes, kHeadBytes);
  put(bytes, std::uint32_t{40});
  put(bytes, width);
  put(bytes, height);
  put(bytes, std::uint16_t{1});
  put(bytes, std::uint16_t{24});
  for (int i = 0; i < 6; ++i) put(bytes, std::uint32_t{0});
  for (std::uint32_t y = 0; y < height; ++y) {
    for (std::uint32_t x = 0; x < row_bytes; ++x) {
      bytes += static_cast<char>((x * (number + 3) + y * (number * 7 + 5)) % 251);
    }
  }
  return bytes;
}

/** A WAV of one channel with 16 bits a sample: a tone. */
inline std::string wav_file(std::uint32_t sample_rate, double seconds, double frequency) {
  const auto num_samples = static_cast<std::uint32_t>(sample_rate * seconds);
  std::string bytes = "RIFF";
  put(bytes, 36 + 2 * num_samples);
  bytes += "WAVEfmt ";
  put(bytes, std::uint32_t{16});
  put(bytes, std::uint16_t{1});
  put(bytes, std::uint16_t{1});
  put(bytes, sample_rate);
  put(bytes, 2 * sample_rate);
  put(bytes, std::uint16_t{2});
  put(bytes, std::uint16_t{16});
  bytes += "data";
  put(bytes, 2 * num_samples);
  for (std::uint32_t i = 0; i < num_samples; ++i) {
    const double phase = 2.0 * std::numbers::pi * frequency * i / sample_rate;
    put(bytes, static_cast<std::uint16_t>(static_cast<std::int16_t>(12'000.0 * std::sin(phase))));
  }
  return bytes;
}

/** The most significant byte first. */
inline void put_big(std::string& bytes, std::uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>((value >> shift) & 0xffU);
}

/** A chunk of a PNG. Its checksum is wrong, which no decoder here looks at. */
inline void put_chunk(std::string& bytes, const std::string& type, const std::string& content) {
  put_big(bytes, static_cast<std::uint32_t>(content.size()));
  bytes += type + content;
  put_big(bytes, 0);
}

/** A grey PNG that says it has so many pixels, with the compressed data given. */
inline std::string png_file(std::uint32_t width, std::uint32_t height, const std::string& data) {
  std::string head;
  put_big(head, width);
  put_big(head, height);
  head += std::string("\x08\x00\x00\x00\x00", 5);
  std::string bytes = "\x89PNG\r\n\x1a\n";
  put_chunk(bytes, "IHDR", head);
  put_chunk(bytes, "IDAT", data);
  put_chunk(bytes, "IEND", "");
  return bytes;
}

/** Zeros that unfold to 258 bytes for each 13 bits (RFC 1951, fixed codes). */
inline std::string deflated_zeros(std::uint32_t num_runs) {
  std::string bytes = "\x78\x01";
  std::uint32_t held = 0;
  int num_held = 0;
  const auto put_bits = [&](std::uint32_t bits, int count) {
    held |= bits << num_held;
    for (num_held += count; num_held >= 8; num_held -= 8, held >>= 8) {
      bytes += static_cast<char>(held & 0xffU);
    }
  };
  put_bits(0b011, 3);       // the last block, fixed codes
  put_bits(0b00001100, 8);  // a literal 0
  for (std::uint32_t i = 0; i < num_runs; ++i) {
    put_bits(0b10100011, 8);  // length 258
    put_bits(0b00000, 5);     // distance 1
  }
  put_bits(0, 7 + 8);
  return bytes;
}

}  // namespace samewire::testing
