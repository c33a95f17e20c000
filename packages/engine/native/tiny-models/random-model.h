#pragma once

#include <cstdint>
#include <string>

#include "llama-shape.h"

namespace samewire::tiny {

/** What a model remembers its past in, or what it makes of a text instead of continuing it. */
enum class Memory : std::uint8_t {
  kAttention,
  kSlidingWindow,
  kRecurrent,
  kHybrid,
  kBert,
  kBertRanker,
  kQwen3,
};

struct RandomModel {
  Memory memory = Memory::kAttention;
  /** Of a model with attention; the others have one shape each (other-shapes.h, embedding-shapes.h). */
  LlamaShape shape = {};
  /** Equal seeds give equal files, on every machine. */
  std::uint32_t seed = 1;
  /** A GGUF to take vocabulary and template from; empty: a vocabulary of bytes and a few words. */
  std::string vocabulary_path = {};
};

/** Writes a model that says nothing sensible, but always the same, and follows every token. */
void write_random_model(const RandomModel& model, const std::string& path);

}  // namespace samewire::tiny
