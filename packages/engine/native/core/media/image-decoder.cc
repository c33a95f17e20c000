#include "media/image-decoder.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <memory>
#include <string>

#include "media/media-fault.h"

namespace samewire {
namespace {

/**
 * The decoder's memory: as much as the pixels of a picture can need. Compressed data may unfold to
 * a thousand times of it, whatever the header says.
 */
thread_local std::size_t memory_left = 0;

/** In front of every piece, as large as the strictest alignment. */
struct alignas(std::max_align_t) PieceHead {
  std::size_t size;
};

void* take(std::size_t size) {
  if (size > memory_left) return nullptr;
  auto* const head = static_cast<PieceHead*>(std::malloc(sizeof(PieceHead) + size));
  if (head == nullptr) return nullptr;
  memory_left -= size;
  head->size = size;
  return head + 1;
}

void give_back(void* piece) {
  if (piece == nullptr) return;
  PieceHead* const head = static_cast<PieceHead*>(piece) - 1;
  memory_left += head->size;
  std::free(head);
}

void* resize(void* piece, std::size_t size) {
  if (piece == nullptr) return take(size);
  const std::size_t old_size = (static_cast<PieceHead*>(piece) - 1)->size;
  void* const other = take(size);
  if (other == nullptr) return nullptr;
  std::memcpy(other, piece, std::min(old_size, size));
  give_back(piece);
  return other;
}

}  // namespace
}  // namespace samewire

// The decoder that llama.cpp has, for the formats we take and with our memory.
#define STB_IMAGE_STATIC
#define STB_IMAGE_IMPLEMENTATION
#define STBI_ONLY_PNG
#define STBI_ONLY_JPEG
#define STBI_ONLY_GIF
#define STBI_ONLY_BMP
#define STBI_NO_STDIO
#define STBI_NO_HDR
#define STBI_NO_LINEAR
#define STBI_MALLOC(size) samewire::take(size)
#define STBI_REALLOC(piece, size) samewire::resize(piece, size)
#define STBI_FREE(piece) samewire::give_back(piece)
#include <stb/stb_image.h>

namespace samewire {
namespace {

constexpr std::uint32_t kMaxSide = 16'384;
/** What models that cut pictures into tiles still make sense of. */
constexpr std::uint64_t kMaxRatio = 200;
/** A progressive JPEG has about ten; each is a walk over all of its pixels. */
constexpr std::size_t kMaxScans = 100;
/** Of 16 bits in four channels, unpacked and converted. */
constexpr std::size_t kBytesPerPixel = 24;
constexpr std::size_t kSpareBytes = 1024 * 1024;

struct Signature {
  std::string_view bytes;
  std::size_t at;
  const char* name;
  bool is_taken;
};

using std::string_view_literals::operator""sv;

constexpr std::array kSignatures{
    Signature{"\x89PNG\r\n\x1a\n"sv, 0, "PNG", true},
    Signature{"\xff\xd8\xff"sv, 0, "JPEG", true},
    Signature{"GIF8"sv, 0, "GIF", true},
    Signature{"BM"sv, 0, "BMP", true},
    Signature{"WEBP"sv, 8, "WebP", false},
    Signature{"ftypavif"sv, 4, "AVIF", false},
    Signature{"ftyphei"sv, 4, "HEIC", false},
    Signature{"II*\0"sv, 0, "TIFF", false},
    Signature{"MM\0*"sv, 0, "TIFF", false},
    Signature{"%PDF"sv, 0, "PDF", false},
    Signature{"<svg"sv, 0, "SVG", false},
};

constexpr const char* kTaken = "a PNG, JPEG, GIF or BMP file was expected";

const Signature* signature_of(std::string_view bytes) {
  const auto* const found = std::ranges::find_if(kSignatures, [&](const Signature& signature) {
    return bytes.size() > signature.at && bytes.substr(signature.at).starts_with(signature.bytes);
  });
  return found == kSignatures.end() ? nullptr : found;
}

/** In what a scan holds, no byte 0xff stands for itself. */
constexpr std::string_view kStartOfScan = "\xff\xda";
constexpr std::string_view kEndOfImage = "\xff\xd9";

std::size_t num_scans(std::string_view jpeg) {
  std::size_t count = 0;
  for (std::size_t at = jpeg.find(kStartOfScan); at != std::string_view::npos;
       at = jpeg.find(kStartOfScan, at + kStartOfScan.size())) {
    ++count;
  }
  return count;
}

std::uint32_t little_endian(std::string_view bytes, std::size_t at, std::size_t count) {
  std::uint32_t value = 0;
  for (std::size_t i = count; i > 0; --i) {
    const std::size_t place = at + i - 1;
    value = (value << 8U) | (place < bytes.size() ? static_cast<unsigned char>(bytes[place]) : 0U);
  }
  return value;
}

std::uint32_t big_endian(std::string_view bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = at; i < at + 4; ++i) {
    value = (value << 8U) | static_cast<unsigned char>(bytes[i]);
  }
  return value;
}

const stbi_uc* data_of(std::string_view bytes) {
  return reinterpret_cast<const stbi_uc*>(bytes.data());
}

/** Whether data end before the picture does, which the decoder would fill up with black. */
bool is_cut_off(std::string_view bytes, std::string_view format, std::uint64_t num_pixels) {
  if (format == "JPEG") {
    const std::size_t scan = bytes.rfind(kStartOfScan);
    return scan == std::string_view::npos ||
           bytes.find(kEndOfImage, scan) == std::string_view::npos;
  }
  if (format == "GIF") {
    const std::size_t last = bytes.find_last_not_of('\0');
    return last == std::string_view::npos || bytes[last] != ';';
  }
  if (format == "BMP") {
    constexpr std::uint32_t kOldHeadBytes = 12;
    const bool is_old = little_endian(bytes, 14, 4) == kOldHeadBytes;
    const std::uint64_t bits_per_pixel = little_endian(bytes, is_old ? 24 : 28, 2);
    const std::uint64_t begin = little_endian(bytes, 10, 4);
    return bytes.size() < begin + num_pixels * bits_per_pixel / 8;
  }
  return false;
}

std::string reason() {
  const char* const text = stbi_failure_reason();
  return text == nullptr ? "it is damaged" : text;
}

struct Size {
  std::uint32_t width;
  std::uint32_t height;

  std::uint64_t num_pixels() const { return std::uint64_t{width} * height; }
};

/** Looks at the head only. */
Size claimed_size(std::string_view bytes, std::string_view format) {
  // The decoder has one word for all it does not take, large pictures too.
  constexpr std::size_t kSizeOfPng = 16;
  if (format == "PNG" && bytes.size() >= kSizeOfPng + 8) {
    return {big_endian(bytes, kSizeOfPng), big_endian(bytes, kSizeOfPng + 4)};
  }
  int width = 0;
  int height = 0;
  int num_channels = 0;
  memory_left = kSpareBytes;
  if (stbi_info_from_memory(data_of(bytes), static_cast<int>(bytes.size()), &width, &height,
                            &num_channels) == 0) {
    throw media_error("its head is damaged or cut off.");
  }
  return {static_cast<std::uint32_t>(std::max(width, 0)),
          static_cast<std::uint32_t>(std::max(height, 0))};
}

void require_takeable(const Size& size, std::uint64_t max_pixels) {
  if (size.num_pixels() == 0) throw media_error("it has no pixels.");
  const std::string measures =
      "it has " + std::to_string(size.width) + " × " + std::to_string(size.height) + " pixels";
  const auto [shorter, longer] = std::minmax(size.width, size.height);
  if (longer > kMaxSide) {
    throw media_error(measures + ", and neither side may have more than " +
                      std::to_string(kMaxSide) + ".");
  }
  if (size.num_pixels() > max_pixels) {
    throw media_error(measures + ", and no more than " + std::to_string(max_pixels) +
                      " in all are taken.");
  }
  if (longer > kMaxRatio * shorter) {
    throw media_error(measures + ", and one side may have no more than " +
                      std::to_string(kMaxRatio) + " times as many as the other.");
  }
}

}  // namespace

Picture decode_picture(std::string_view bytes, std::uint64_t max_pixels) {
  const Signature* const signature = signature_of(bytes);
  if (signature == nullptr) throw media_error(std::string(kTaken) + ", and this is none.");
  if (!signature->is_taken) {
    throw media_error(std::string(kTaken) + ", and this is " + signature->name + ".");
  }
  if (bytes.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
    throw media_error("the file is too large.");
  }
  const Size size = claimed_size(bytes, signature->name);
  require_takeable(size, max_pixels);
  if (std::string_view(signature->name) == "JPEG" && num_scans(bytes) > kMaxScans) {
    throw media_error("it has more than " + std::to_string(kMaxScans) + " scans.");
  }
  if (is_cut_off(bytes, signature->name, size.num_pixels())) {
    throw media_error(std::string("its ") + signature->name + " data are cut off.");
  }
  int width = 0;
  int height = 0;
  int num_channels = 0;
  memory_left = kSpareBytes + 4 * bytes.size() +
                kBytesPerPixel * static_cast<std::size_t>(size.num_pixels());
  const auto free_pixels = [](stbi_uc* pixels) { stbi_image_free(pixels); };
  const std::unique_ptr<stbi_uc, decltype(free_pixels)> pixels(
      stbi_load_from_memory(data_of(bytes), static_cast<int>(bytes.size()), &width, &height,
                            &num_channels, STBI_rgb));
  if (pixels == nullptr) {
    throw media_error(std::string("its ") + signature->name +
                      " data cannot be decoded: " + reason() + ".");
  }
  Picture picture{static_cast<std::uint32_t>(width), static_cast<std::uint32_t>(height), {}};
  const std::size_t num_values = std::size_t{picture.width} * picture.height * 3;
  picture.pixels.assign(pixels.get(), pixels.get() + num_values);
  return picture;
}

}  // namespace samewire
