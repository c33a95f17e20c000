#pragma once

#include <cstdint>
#include <string>

#include "bert-shape.h"
#include "drafting-shape.h"
#include "hybrid-shape.h"
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
  /** Attention whose positions have several dimensions. */
  kPlaces,
  /** Attention, and a layer that drafts. */
  kDrafting,
};

struct RandomModel {
  Memory memory = Memory::kAttention;
  /** Of a model with attention. */
  LlamaShape shape = {};
  /** Of a hybrid model. */
  HybridShape hybrid = {};
  /** Of a model with layers that draft. */
  DraftingShape drafting = {};
  /** Of an encoder; the others have one shape each (other-shapes.h, embedding-shapes.h). */
  BertShape bert = {};
  /** Equal seeds give equal files, on every machine. */
  std::uint32_t seed = 1;
  /** A GGUF to take vocabulary and template from; empty: a vocabulary of bytes and a few words. */
  std::string vocabulary_path = {};
  /** Whether the vocabulary of bytes and words has the tokens of models that fill in text. */
  bool fills_in = false;
  /** Replaces the vocabulary's chat template, if not empty. */
  std::string chat_template = {};
};

/** Writes a model that says nothing sensible, but always the same, and follows every token. */
void write_random_model(const RandomModel& model, const std::string& path);

}  // namespace samewire::tiny
