#include "media/projector.h"

#include <gguf.h>
#include <llama.h>
#include <mtmd.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <string_view>
#include <utility>

#include "error.h"
#include "media/audio-decoder.h"
#include "media/content-hash.h"
#include "media/image-decoder.h"
#include "media/media-fault.h"
#include "model/fingerprint.h"
#include "model/llama-log.h"

namespace samewire {
namespace {

constexpr const char* kMarker = "<__media__>";

/** Whose rows depend on the media or tokens before them, so that they could not be found again. */
constexpr std::array<std::string_view, 2> kPlaceDependent{"deepseek4v", "hunyuanvl"};

struct BitmapDeleter {
  void operator()(mtmd_bitmap* bitmap) const { mtmd_bitmap_free(bitmap); }
};
using Bitmap = std::unique_ptr<mtmd_bitmap, BitmapDeleter>;

struct ChunksDeleter {
  void operator()(mtmd_input_chunks* chunks) const { mtmd_input_chunks_free(chunks); }
};
using Chunks = std::unique_ptr<mtmd_input_chunks, ChunksDeleter>;

void require_placeless(const std::string& path) {
  struct Deleter {
    void operator()(gguf_context* gguf) const { gguf_free(gguf); }
  };
  const std::unique_ptr<gguf_context, Deleter> gguf(
      gguf_init_from_file(path.c_str(), {.no_alloc = true, .ctx = nullptr}));
  if (gguf == nullptr) return;
  for (const char* key : {"clip.projector_type", "clip.vision.projector_type"}) {
    const std::int64_t id = gguf_find_key(gguf.get(), key);
    if (id < 0 || gguf_get_kv_type(gguf.get(), id) != GGUF_TYPE_STRING) continue;
    const std::string_view type = gguf_get_val_str(gguf.get(), id);
    if (std::ranges::find(kPlaceDependent, type) == kPlaceDependent.end()) continue;
    throw EngineException(ErrorCode::kUnsupported, "Projectors of the type " + std::string(type) +
                                                       " cannot be used here: what they make of "
                                                       "a picture depends on its place.");
  }
}

mtmd_context* load(const Model& model, const MediaOptions& options, std::uint32_t num_threads) {
  const LlamaLogCapture log;
  require_placeless(options.projector_path);
  mtmd_context_params params = mtmd_context_params_default();
  params.print_timings = false;
  params.n_threads = static_cast<int>(num_threads);
  params.media_marker = kMarker;
  mtmd_context* const context =
      mtmd_init_from_file(options.projector_path.c_str(), model.llama(), params);
  if (context == nullptr) {
    throw EngineException(ErrorCode::kModelLoadFailed, "Could not load the projector " +
                                                           options.projector_path + ": " +
                                                           log.reason() + ".");
  }
  return context;
}

Bitmap bitmap_of(const MediaFile& file, const MediaLimits& limits, int sample_rate) {
  if (file.kind == MediaKind::kImage) {
    const Picture picture = decode_picture(file.bytes, limits.max_image_pixels);
    return Bitmap(mtmd_bitmap_init(picture.width, picture.height, picture.pixels.data()));
  }
  const std::vector<float> samples = decode_audio(
      file.bytes, static_cast<std::uint32_t>(sample_rate), limits.max_audio_seconds);
  return Bitmap(mtmd_bitmap_init_from_audio(samples.size(), samples.data()));
}

/** The marks and chunks of one file. Its tokens do not depend on the text around it. */
Chunks chunks_of(const mtmd_context* context, const mtmd_bitmap* bitmap) {
  const LlamaLogCapture log;
  const std::string_view marker = kMarker;
  const mtmd_input_text text{.text = marker.data(),
                             .text_len = marker.size(),
                             .add_special = false,
                             .parse_special = true};
  Chunks chunks(mtmd_input_chunks_init());
  const mtmd_bitmap* const bitmaps[] = {bitmap};
  if (mtmd_tokenize(context, chunks.get(), &text, bitmaps, 1) != 0) {
    throw media_error("the model cannot read it: " + log.reason() + ".");
  }
  return chunks;
}

std::vector<MediaPlace> places_of(const mtmd_input_chunk* chunk, std::uint32_t num_rows) {
  std::vector<MediaPlace> places;
  const mtmd_image_tokens* const image = mtmd_input_chunk_get_tokens_image(chunk);
  for (std::uint32_t row = 0; row < num_rows; ++row) {
    if (image == nullptr) {
      const auto place = static_cast<std::int32_t>(row);
      places.push_back({place, place, place, place});
      continue;
    }
    const mtmd_decoder_pos place = mtmd_image_tokens_get_decoder_pos(image, 0, row);
    places.push_back({static_cast<std::int32_t>(place.t), static_cast<std::int32_t>(place.y),
                      static_cast<std::int32_t>(place.x), static_cast<std::int32_t>(place.z)});
  }
  return places;
}

bool is_media_chunk(const mtmd_input_chunk* chunk) {
  return mtmd_input_chunk_get_type(chunk) != MTMD_INPUT_CHUNK_TYPE_TEXT;
}

}  // namespace

void Projector::Deleter::operator()(mtmd_context* context) const { mtmd_free(context); }

Projector::Projector(std::shared_ptr<const Model> model, const MediaOptions& options,
                     std::uint32_t num_threads)
    : model_(std::move(model)),
      limits_(options.limits),
      context_(load(*model_, options, num_threads)),
      fingerprint_(fingerprint_of_file(options.projector_path)),
      max_whole_rows_(count_whole_rows()),
      cache_(options.cache_bytes),
      max_held_bytes_(options.max_held_bytes),
      num_held_bytes_(std::make_shared<std::atomic<std::uint64_t>>(0)) {}

Projector::~Projector() = default;

bool Projector::reads_images() const { return mtmd_support_vision(context_.get()); }
bool Projector::reads_audio() const { return mtmd_support_audio(context_.get()); }

void Projector::require_kind(MediaKind kind) const {
  if (kind == MediaKind::kImage && !reads_images()) {
    throw EngineException(ErrorCode::kUnsupported, "This model does not take image input.");
  }
  if (kind == MediaKind::kAudio && !reads_audio()) {
    throw EngineException(ErrorCode::kUnsupported, "This model does not take audio input.");
  }
}

/** As many as a large picture has; nothing is encoded for that. */
std::uint32_t Projector::count_whole_rows() const {
  if (!reads_images() || !mtmd_decode_use_non_causal(context_.get(), nullptr)) return 0;
  constexpr std::uint32_t kLargeSide = 4096;
  const Bitmap bitmap(mtmd_bitmap_init(kLargeSide, kLargeSide, nullptr));
  const Chunks chunks = chunks_of(context_.get(), bitmap.get());
  std::size_t most = 0;
  for (std::size_t i = 0; i < mtmd_input_chunks_size(chunks.get()); ++i) {
    const mtmd_input_chunk* const chunk = mtmd_input_chunks_get(chunks.get(), i);
    if (is_media_chunk(chunk)) most = std::max(most, mtmd_input_chunk_get_n_tokens(chunk));
  }
  return static_cast<std::uint32_t>(most);
}

std::shared_ptr<const MediaText> Projector::read(const MediaFile& file) {
  require_kind(file.kind);
  if (file.bytes.size() > limits_.max_file_bytes) {
    throw media_error("the file has " + std::to_string(file.bytes.size()) +
                      " bytes, and no more than " + std::to_string(limits_.max_file_bytes) +
                      " are taken.");
  }
  const char* const kind = file.kind == MediaKind::kImage ? "image/" : "audio/";
  const std::string content = kind + ContentHash::of(file.bytes).name();
  if (auto known = cache_.find(content)) return known;
  const std::scoped_lock lock(encoding_);
  // Another one may have been encoding it.
  if (auto known = cache_.find(content)) return known;
  auto text = encode(file, fingerprint_ + "/" + content);
  std::size_t num_bytes = text->tokens.size() * sizeof(Token);
  for (const PlacedMedia& placed : text->chunks) {
    num_bytes += placed.chunk->values.size() * sizeof(float);
  }
  cache_.insert(content, text, num_bytes);
  return text;
}

std::shared_ptr<const MediaText> Projector::encode(const MediaFile& file,
                                                   const std::string& hash_input) {
  if (is_stopped_) throw EngineException(ErrorCode::kClosed, "The engine was closed.");
  if (*num_held_bytes_ > max_held_bytes_) {
    throw EngineException(ErrorCode::kQueueFull,
                          "Requests that wait hold as many images and recordings as there is "
                          "memory for.");
  }
  const Bitmap bitmap = bitmap_of(file, limits_, mtmd_get_audio_sample_rate(context_.get()));
  const Chunks chunks = chunks_of(context_.get(), bitmap.get());
  const ContentHash hash = ContentHash::of(hash_input);
  auto text = std::make_shared<MediaText>();
  for (std::size_t i = 0; i < mtmd_input_chunks_size(chunks.get()); ++i) {
    const mtmd_input_chunk* const chunk = mtmd_input_chunks_get(chunks.get(), i);
    if (!is_media_chunk(chunk)) {
      std::size_t count = 0;
      const llama_token* const tokens = mtmd_input_chunk_get_tokens_text(chunk, &count);
      text->tokens.insert(text->tokens.end(), tokens, tokens + count);
      continue;
    }
    const auto num_rows = static_cast<std::uint32_t>(mtmd_input_chunk_get_n_tokens(chunk));
    MediaChunk media{.kind = file.kind,
                     .tokens = hash.tokens(static_cast<std::uint32_t>(i), num_rows),
                     .values = {}};
    encode_chunk(*chunk, media);
    const auto begin = static_cast<std::uint32_t>(text->tokens.size());
    text->tokens.insert(text->tokens.end(), media.tokens.begin(), media.tokens.end());
    text->chunks.push_back({.begin = begin, .chunk = held(std::move(media))});
  }
  return text;
}

/** Fills in all but its tokens. */
void Projector::encode_chunk(const mtmd_input_chunk& chunk, MediaChunk& media) {
  if (is_stopped_) throw EngineException(ErrorCode::kClosed, "The engine was closed.");
  mtmd_context* const context = context_.get();
  const LlamaLogCapture log;
  if (mtmd_encode_chunk(context, &chunk) != 0) {
    throw media_error("it could not be encoded: " + log.reason() + ".");
  }
  media.width = static_cast<std::size_t>(llama_model_n_embd_inp(model_->llama()));
  const float* const values = mtmd_get_output_embd(context);
  media.values.assign(values, values + media.num_rows() * media.width);
  media.num_positions = static_cast<std::uint32_t>(mtmd_input_chunk_get_n_pos(&chunk));
  if (mtmd_decode_use_mrope(context)) media.places = places_of(&chunk, media.num_rows());
  media.is_whole = mtmd_decode_use_non_causal(context, &chunk);
  if (media.is_whole && media.num_rows() > max_whole_rows_) {
    throw media_error("it would take " + std::to_string(media.num_rows()) +
                      " tokens, and no more than " + std::to_string(max_whole_rows_) +
                      " can be read at once.");
  }
}

/** Counted for as long as anybody has it. */
std::shared_ptr<const MediaChunk> Projector::held(MediaChunk media) const {
  const std::uint64_t num_bytes = media.values.size() * sizeof(float);
  auto owned = std::make_unique<MediaChunk>(std::move(media));
  *num_held_bytes_ += num_bytes;
  return {owned.release(), [num_bytes, total = num_held_bytes_](const MediaChunk* chunk) {
            std::default_delete<const MediaChunk>()(chunk);
            *total -= num_bytes;
          }};
}

void Projector::stop() {
  is_stopped_ = true;
  const std::scoped_lock lock(encoding_);
}

}  // namespace samewire
