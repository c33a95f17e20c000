#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "media/media-cache.h"
#include "media/media-chunk.h"
#include "media/media-file.h"
#include "media/media-options.h"
#include "model/model.h"
#include "types.h"

struct mtmd_context;
struct mtmd_input_chunk;

namespace samewire {

/** What stands in a prompt for a picture or recording: its chunks, and the marks around them. */
struct MediaText {
  std::vector<Token> tokens;
  std::vector<PlacedMedia> chunks;
};

/**
 * The encoders that belong to a model, which make rows of embeddings of pictures and recordings
 * (llama.cpp's mtmd). Any thread; one file is encoded at a time, and what was encoded last is kept.
 */
class Projector {
 public:
  /**
   * @param model kept alive as long as the projector
   * @param num_threads that encode; beside those of the loop, so fewer than there are cores
   * @throws EngineException kModelLoadFailed, with llama.cpp's reason; kUnsupported for one whose
   *   rows depend on where in the prompt they stand
   */
  Projector(std::shared_ptr<const Model> model, const MediaOptions& options,
            std::uint32_t num_threads);
  ~Projector();
  Projector(const Projector&) = delete;
  Projector& operator=(const Projector&) = delete;

  bool reads_images() const;
  bool reads_audio() const;
  const MediaLimits& limits() const { return limits_; }

  /** Rows of a chunk that may have to be computed in one call; 0: rows can come one by one. */
  std::uint32_t max_whole_rows() const { return max_whole_rows_; }

  /**
   * Decodes and encodes a file, which may take seconds, or finds it done.
   *
   * @throws EngineException kInvalidParams for a file that cannot be read, kUnsupported for a kind
   *   that the model does not take, kQueueFull while requests hold too many of them, kClosed after
   *   `stop`
   */
  std::shared_ptr<const MediaText> read(const MediaFile& file);

  /** Waits for the file that is being encoded; no other will be. Safe to repeat. */
  void stop();

 private:
  struct Deleter {
    void operator()(mtmd_context* context) const;
  };

  void require_kind(MediaKind kind) const;
  std::uint32_t count_whole_rows() const;
  std::shared_ptr<const MediaText> encode(const MediaFile& file, const std::string& hash_input);
  void encode_chunk(const mtmd_input_chunk& chunk, MediaChunk& media);
  std::shared_ptr<const MediaChunk> held(MediaChunk media) const;

  std::shared_ptr<const Model> model_;
  MediaLimits limits_;
  std::unique_ptr<mtmd_context, Deleter> context_;
  /** Of the projector's file: other encoders make other rows. */
  std::string fingerprint_;
  std::uint32_t max_whole_rows_ = 0;
  MediaCache<MediaText> cache_;
  std::uint64_t max_held_bytes_;
  /** Of all chunks there are; they may outlive the projector. */
  std::shared_ptr<std::atomic<std::uint64_t>> num_held_bytes_;
  /** Held while a file is decoded and encoded. */
  std::mutex encoding_;
  std::atomic<bool> is_stopped_ = false;
};

}  // namespace samewire
