#pragma once

#include <cstdio>
#include <filesystem>
#include <string>
#include <unistd.h>

#include "calling-model.h"
#include "random-adapter.h"
#include "random-model.h"
#include "random-projector.h"
#include "speaking-model.h"

namespace samewire::testing {

/** A model file that lives as long as this object. */
class TinyModelFile {
 public:
  static TinyModelFile random(std::uint32_t seed = 1,
                              tiny::Memory memory = tiny::Memory::kAttention) {
    TinyModelFile file;
    tiny::write_random_model({.memory = memory, .seed = seed}, file.path_);
    return file;
  }

  /** With the tokens to fill in text with. */
  static TinyModelFile infill() {
    TinyModelFile file;
    tiny::write_random_model({.fills_in = true}, file.path_);
    return file;
  }

  static TinyModelFile calling() {
    TinyModelFile file;
    tiny::write_calling_model(file.path_);
    return file;
  }

  /** A LoRA for `random`. */
  static TinyModelFile adapter(std::uint32_t seed = 1) {
    TinyModelFile file;
    tiny::write_random_adapter({}, seed, file.path_);
    return file;
  }

  /** Encoders for `random`. */
  static TinyModelFile projector(tiny::ProjectorKind kind, std::uint32_t seed = 1) {
    TinyModelFile file;
    tiny::write_random_projector({.kind = kind, .seed = seed}, file.path_);
    return file;
  }

  /** Says what `speaking` does, with a layer that drafts and is always right. */
  static TinyModelFile drafting() {
    TinyModelFile file;
    tiny::write_drafting_model(file.path_);
    return file;
  }

  /** With a layer that drafts at random, as the shape says. */
  static TinyModelFile random_drafting(std::uint32_t seed, const tiny::DraftingShape& shape = {}) {
    TinyModelFile file;
    tiny::write_random_model(
        {.memory = tiny::Memory::kDrafting, .drafting = shape, .seed = seed}, file.path_);
    return file;
  }

  static TinyModelFile speaking() {
    TinyModelFile file;
    tiny::write_speaking_model(file.path_);
    return file;
  }

  TinyModelFile(TinyModelFile&& other) noexcept = default;
  TinyModelFile(const TinyModelFile&) = delete;
  ~TinyModelFile() {
    if (!path_.empty()) std::remove(path_.c_str());
  }

  const std::string& path() const { return path_; }

 private:
  TinyModelFile() {
    static int count = 0;
    const auto name =
        "samewire-test-" + std::to_string(::getpid()) + "-" + std::to_string(++count) + ".gguf";
    path_ = std::filesystem::temp_directory_path() / name;
  }

  std::string path_;
};

}  // namespace samewire::testing
