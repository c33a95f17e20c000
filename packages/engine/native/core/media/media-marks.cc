#include "media/media-marks.h"

#include <llama.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <random>
#include <string_view>
#include <utility>

#include "error.h"
#include "media/media-fault.h"
#include "media/media-token.h"
#include "text/tokenizer.h"

namespace samewire {
namespace {

constexpr std::string_view kMarkEnd = "__>";

std::string random_prefix() {
  std::random_device random;
  std::string prefix = "<__media_";
  for (int i = 0; i < 4; ++i) prefix += std::to_string(random()) + "_";
  return prefix;
}

std::vector<ChatPart*> files_of(Chat& chat) {
  std::vector<ChatPart*> files;
  for (ChatMessage& message : chat.messages) {
    for (ChatPart& part : message.parts) {
      if (part.file != nullptr) files.push_back(&part);
    }
  }
  return files;
}

const char* name_of(MediaKind kind) { return kind == MediaKind::kImage ? "image" : "audio"; }

/** What is wrong with one file of several. */
EngineException about(std::size_t index, const MediaFile& file, Fault fault) {
  if (fault.code == ErrorCode::kInvalidParams) {
    const std::string which = file.name.empty() ? " " + std::to_string(index + 1) : std::string();
    fault.message = std::string("The ") + name_of(file.kind) + which +
                    " cannot be read: " + fault.message;
  }
  fault.field = file.name.empty() ? "media" : file.name;
  return EngineException(std::move(fault));
}

void append(MediaText& text, const MediaText& more) {
  const auto offset = static_cast<std::uint32_t>(text.tokens.size());
  for (PlacedMedia placed : more.chunks) {
    placed.begin += offset;
    text.chunks.push_back(std::move(placed));
  }
  text.tokens.insert(text.tokens.end(), more.tokens.begin(), more.tokens.end());
}

}  // namespace

MediaMarks::MediaMarks(Chat& chat, Projector* projector) {
  const std::vector<ChatPart*> files = files_of(chat);
  if (files.empty()) return;
  if (projector == nullptr) {
    throw about(0, *files.front()->file,
                {.code = ErrorCode::kUnsupported,
                 .message = std::string("This model does not take ") +
                            name_of(files.front()->file->kind) +
                            " input: it was loaded without a projector."});
  }
  if (files.size() > projector->limits().max_files) {
    throw media_error("The prompt has " + std::to_string(files.size()) +
                      " images and recordings, and no more than " +
                      std::to_string(projector->limits().max_files) + " are taken.");
  }
  prefix_ = random_prefix();
  for (std::size_t i = 0; i < files.size(); ++i) {
    files[i]->text = prefix_ + std::to_string(i) + std::string(kMarkEnd);
    try {
      texts_.push_back(projector->read(*files[i]->file));
    } catch (const EngineException& error) {
      throw about(i, *files[i]->file, error.fault());
    }
  }
}

MediaText MediaMarks::tokenize(const llama_vocab* vocab, const std::string& rendered) const {
  // The template's own begin token was taken away while rendering, so it comes only once.
  if (texts_.empty()) return {.tokens = samewire::tokenize(vocab, rendered, {}), .chunks = {}};
  MediaText text;
  const auto add_text = [&](std::string_view piece) {
    const std::vector<Token> tokens =
        samewire::tokenize(vocab, piece, {.add_special = false, .parse_special = true});
    text.tokens.insert(text.tokens.end(), tokens.begin(), tokens.end());
  };
  if (llama_vocab_get_add_bos(vocab)) text.tokens.push_back(llama_vocab_bos(vocab));
  std::string_view rest = rendered;
  for (std::size_t at = rest.find(prefix_); at != std::string_view::npos; at = rest.find(prefix_)) {
    if (at > 0) add_text(rest.substr(0, at));
    rest.remove_prefix(at + prefix_.size());
    std::size_t index = 0;
    std::from_chars(rest.data(), rest.data() + rest.size(), index);
    if (index < texts_.size()) append(text, *texts_[index]);
    rest.remove_prefix(std::min(rest.size(), rest.find(kMarkEnd) + kMarkEnd.size()));
  }
  if (!rest.empty()) add_text(rest);
  if (llama_vocab_get_add_eos(vocab)) text.tokens.push_back(llama_vocab_eos(vocab));
  return text;
}

void MediaMarks::require_all(const MediaText& text) const {
  std::size_t num_wanted = 0;
  for (const auto& media : texts_) num_wanted += media->chunks.size();
  if (text.chunks.size() < num_wanted) {
    throw media_error("The model's chat template leaves out some of the media: it does not take "
                      "them in messages of every role.");
  }
  if (!text.tokens.empty() && is_media(text.tokens.back())) {
    throw media_error("The model's chat template puts nothing behind the last of the media.");
  }
}

}  // namespace samewire
