#include "media/audio-decoder.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

#include "media/media-fault.h"

// The decoder that llama.cpp has, without everything that plays or writes.
#define MINIAUDIO_IMPLEMENTATION
#define MA_API static
#define MA_NO_DEVICE_IO
#define MA_NO_THREADING
#define MA_NO_ENCODING
#define MA_NO_RESOURCE_MANAGER
#define MA_NO_NODE_GRAPH
#define MA_NO_ENGINE
#define MA_NO_GENERATION
#include <miniaudio/miniaudio.h>

namespace samewire {
namespace {

/** Less than this no encoder makes a row of. */
constexpr double kMinSeconds = 0.1;

constexpr const char* kTaken = "a WAV, MP3 or FLAC file was expected";

using std::string_view_literals::operator""sv;

/** By the same signs as llama.cpp. */
bool is_taken(std::string_view bytes) {
  if (bytes.size() < 12) return false;
  const bool is_wav = bytes.starts_with("RIFF"sv) && bytes.substr(8).starts_with("WAVE"sv);
  const bool is_frame = static_cast<unsigned char>(bytes[0]) == 0xffU &&
                        (static_cast<unsigned char>(bytes[1]) & 0xe0U) == 0xe0U;
  return is_wav || is_frame || bytes.starts_with("ID3"sv) || bytes.starts_with("fLaC"sv);
}

std::string name_of_other(std::string_view bytes) {
  if (bytes.starts_with("OggS"sv)) return "Ogg";
  if (bytes.starts_with("\x1a\x45\xdf\xa3"sv)) return "WebM";
  if (bytes.size() > 8 && bytes.substr(4).starts_with("ftyp"sv)) return "MP4";
  return "none";
}

/** Ended whatever happens. */
class Decoder {
 public:
  Decoder(std::string_view bytes, std::uint32_t sample_rate) {
    const ma_decoder_config config = ma_decoder_config_init(ma_format_f32, 1, sample_rate);
    if (ma_decoder_init_memory(bytes.data(), bytes.size(), &config, &decoder_) != MA_SUCCESS) {
      throw media_error("the recording cannot be decoded: it is damaged.");
    }
  }
  ~Decoder() { ma_decoder_uninit(&decoder_); }
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;

  /** Fewer than asked for at the end. */
  std::size_t read(float* samples, std::size_t count) {
    ma_uint64 num_read = 0;
    ma_decoder_read_pcm_frames(&decoder_, samples, count, &num_read);
    return static_cast<std::size_t>(num_read);
  }

 private:
  ma_decoder decoder_{};
};

}  // namespace

std::vector<float> decode_audio(std::string_view bytes, std::uint32_t sample_rate,
                                double max_seconds) {
  if (!is_taken(bytes)) {
    throw media_error(std::string(kTaken) + ", and this is " + name_of_other(bytes) + ".");
  }
  Decoder decoder(bytes, sample_rate);
  const auto max_samples = static_cast<std::size_t>(max_seconds * sample_rate);
  std::vector<float> samples;
  // A second at a time: a header may promise any length.
  std::vector<float> piece(sample_rate);
  for (;;) {
    const std::size_t num_read = decoder.read(piece.data(), piece.size());
    samples.insert(samples.end(), piece.begin(),
                   piece.begin() + static_cast<std::ptrdiff_t>(num_read));
    if (samples.size() > max_samples) {
      throw media_error("the recording is longer than the " +
                        std::to_string(static_cast<std::uint64_t>(max_seconds)) +
                        " seconds that are taken.");
    }
    if (num_read < piece.size()) break;
  }
  if (static_cast<double>(samples.size()) < kMinSeconds * sample_rate) {
    throw media_error("the recording is shorter than a tenth of a second.");
  }
  return samples;
}

}  // namespace samewire
