#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "chat/chat.h"
#include "media/projector.h"

struct llama_vocab;

namespace samewire {

/**
 * The media of a conversation, and the marks that stand for them while its template is rendered.
 * Nobody can write such a mark in a message: each conversation has marks of its own.
 */
class MediaMarks {
 public:
  /**
   * Writes a mark into each of a conversation's parts that is a file, and reads the file.
   *
   * @param projector null if the model reads text only
   * @throws EngineException kUnsupported for media that the model does not read, kInvalidParams for
   *   files that cannot be read, or too many of them
   */
  MediaMarks(Chat& chat, Projector* projector);

  /**
   * The tokens of a rendered conversation, with media in the place of their marks. Text between
   * them is tokenised piece by piece, as llama.cpp does.
   */
  MediaText tokenize(const llama_vocab* vocab, const std::string& rendered) const;

  /** @throws EngineException kInvalidParams if the template left some of the media out */
  void require_all(const MediaText& text) const;

 private:
  std::string prefix_;
  std::vector<std::shared_ptr<const MediaText>> texts_;
};

}  // namespace samewire
