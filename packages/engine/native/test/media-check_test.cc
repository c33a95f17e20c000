#include <chrono>
#include <functional>
#include <string>

#include "error.h"
#include "media-files.h"
#include "media/audio-decoder.h"
#include "media/image-decoder.h"
#include "testing.h"

namespace samewire {
namespace {

using namespace testing;

constexpr std::uint64_t kMaxPixels = 1'000'000;

/** A head that says 8 × 8 pixels of one colour, and the beginning of a scan. */
const std::string kJpeg("\xff\xd8\xff\xc2\x00\x0b\x08\x00\x08\x00\x08\x01\x01\x11\x00"
                        "\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00",
                        25);

std::string refusal_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const EngineException& error) {
    CHECK(error.fault().code == ErrorCode::kInvalidParams);
    return error.fault().message;
  }
  throw Failure("it was taken");
}

std::string refusal_of_picture(const std::string& bytes) {
  return refusal_of([&] { decode_picture(bytes, kMaxPixels); });
}

std::string refusal_of_audio(const std::string& bytes, double max_seconds = 10.0) {
  return refusal_of([&] { decode_audio(bytes, 16'000, max_seconds); });
}

bool says(const std::string& message, const std::string& part) {
  return message.find(part) != std::string::npos;
}

TEST("a picture is decoded to its pixels, red first, from top to bottom") {
  const std::string file = bmp_file(3, 2, 1);
  const Picture picture = decode_picture(file, kMaxPixels);
  CHECK_EQUAL(picture.width, 3U);
  CHECK_EQUAL(picture.height, 2U);
  CHECK_EQUAL(picture.pixels.size(), 18U);
  // The first pixel is the first of the last row of the file, which has blue first.
  CHECK_EQUAL(picture.pixels[0], static_cast<unsigned char>(file[54 + 12 + 2]));
}

TEST("a picture of too many pixels is refused by what its head says") {
  CHECK(says(refusal_of_picture(png_file(100'000, 100'000, "x")), "100000 × 100000 pixels"));
  CHECK(says(refusal_of_picture(png_file(20'000, 10, "x")), "20000 × 10 pixels"));
  CHECK(says(refusal_of_picture(png_file(2'000, 2'000, "x")), "no more than 1000000"));
  CHECK(says(refusal_of_picture(png_file(1'000, 2, "x")), "200 times"));
}

TEST("data that unfold to more than the pixels can need are refused early") {
  const std::string bomb = png_file(16, 16, deflated_zeros(4'000'000));
  const auto started_at = std::chrono::steady_clock::now();
  CHECK(says(refusal_of_picture(bomb), "cannot be decoded"));
  CHECK(std::chrono::steady_clock::now() - started_at < std::chrono::seconds(5));
}

TEST("a picture that is cut off or damaged is refused") {
  const std::string whole = bmp_file(40, 40, 1);
  CHECK(says(refusal_of_picture(whole.substr(0, whole.size() - 200)), "cut off"));
  const std::string png = png_file(16, 16, "\x78\x01zz");
  CHECK(says(refusal_of_picture(png), "cannot be decoded"));
  CHECK(says(refusal_of_picture(png.substr(0, 60)), "cannot be decoded"));
  CHECK(says(refusal_of_picture(png.substr(0, 20)), "cut off"));
  CHECK(says(refusal_of_picture(kJpeg), "cut off"));
  CHECK(says(refusal_of_picture("\xff\xd8\xff\xe0 and no more"), "cut off"));
}

TEST("what is no picture is refused by what it is, or is not") {
  CHECK(says(refusal_of_picture("just a text"), "and this is none"));
  CHECK(says(refusal_of_picture(""), "and this is none"));
  CHECK(says(refusal_of_picture(std::string("RIFF\0\0\0\0WEBPVP8 ", 16)), "this is WebP"));
  CHECK(says(refusal_of_picture("%PDF-1.7"), "this is PDF"));
}

TEST("a JPEG of more scans than any encoder writes is refused") {
  std::string bytes = kJpeg;
  for (int i = 0; i < 200; ++i) bytes += kJpeg.substr(15);
  CHECK(says(refusal_of_picture(bytes), "100 scans"));
}

TEST("a recording is brought to the sample rate asked for") {
  const std::size_t num_samples = decode_audio(wav_file(8'000, 1.0, 440.0), 16'000, 10.0).size();
  CHECK(num_samples > 15'900 && num_samples < 16'100);
}

TEST("a recording that is too long is refused as soon as that shows") {
  CHECK(says(refusal_of_audio(wav_file(8'000, 3.0, 440.0), 2.0), "longer than the 2 seconds"));
}

TEST("a recording that is none, damaged or nearly empty is refused") {
  CHECK(says(refusal_of_audio("just a text, and no more"), "and this is none"));
  CHECK(says(refusal_of_audio("OggS and what comes behind it"), "this is Ogg"));
  CHECK(says(refusal_of_audio("fLaC and what comes behind it"), "damaged"));
  CHECK(says(refusal_of_audio(wav_file(16'000, 0.01, 440.0)), "a tenth of a second"));
}

}  // namespace
}  // namespace samewire
