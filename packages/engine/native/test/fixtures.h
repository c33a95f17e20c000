#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "fake-model-runner.h"
#include "request.h"
#include "text/vocabulary.h"

namespace samewire::testing {

/** Token t is written `t `; token 0 ends the generation. */
inline Vocabulary number_vocabulary(std::size_t size = 50) {
  std::vector<Vocabulary::Entry> entries(size);
  for (std::size_t i = 0; i < size; ++i) entries[i].piece = std::to_string(i) + " ";
  entries[0] = {.piece = "", .ends_generation = true, .control_name = "<end>"};
  return Vocabulary(entries);
}

/** A vocabulary of the given pieces, none of which ends the generation. */
inline Vocabulary vocabulary_of(const std::vector<std::string>& pieces) {
  std::vector<Vocabulary::Entry> entries;
  for (const std::string& piece : pieces) entries.push_back({.piece = piece});
  return Vocabulary(entries);
}

inline RunnerLimits runner_limits(std::uint32_t num_cells = 256, std::uint32_t num_sequences = 4) {
  return {
      .num_cells = num_cells, .num_sequences = num_sequences, .max_batch_tokens = 64, .memory = {}};
}

/** Attention whose cells are saved in runs of four tokens; or a past that is one state. */
inline RunnerLimits saving_limits(Saving saving, std::uint32_t num_cells = 64,
                                  std::uint32_t num_sequences = 6) {
  RunnerLimits limits = runner_limits(num_cells, num_sequences);
  limits.memory = {.saving = saving, .max_run = 4};
  if (saving == Saving::kWhole) {
    limits.memory.can_cut = false;
    limits.memory.can_share = false;
    limits.memory.can_snapshot = true;
  }
  return limits;
}

inline Request greedy_request(RequestId id, std::vector<Token> prompt, std::uint32_t max_tokens) {
  Request request;
  request.id = id;
  request.prompt = std::move(prompt);
  request.max_tokens = max_tokens;
  request.sampling.temperature = 0.0F;
  return request;
}

/** What `FakeModelRunner` says after a prompt, computed the slow and simple way. */
inline std::string expected_text(std::vector<Token> text, std::uint32_t max_tokens,
                                 const Vocabulary& vocabulary,
                                 const AdapterSet* adapters = nullptr) {
  std::string result;
  for (std::uint32_t i = 0; i < max_tokens; ++i) {
    const Token next = FakeModelRunner::next_token(text, vocabulary.size(), adapters);
    if (vocabulary.ends_generation(next)) break;
    result += vocabulary.piece(next);
    text.push_back(next);
  }
  return result;
}

}  // namespace samewire::testing
