#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/model.h"
#include "types.h"

namespace samewire {

/** Another file of the project, for a model to look up things in. */
struct InfillFile {
  std::string name;
  std::string text;
};

/** Two texts that something is to be put between. */
struct Infill {
  std::string prefix = {};
  /** In the place of `prefix`, if there are any; taken as they stand. */
  std::vector<Token> prefix_tokens = {};
  /** More of the prefix, none of which is left out. Special tokens written in it are recognised. */
  std::string prefix_end = {};
  std::string suffix = {};
  /**
   * Present, even if there are none: they come first, in the pattern of a repository where the
   * vocabulary has tokens for it.
   */
  std::optional<std::vector<InfillFile>> files = std::nullopt;
  /**
   * Most tokens of prefix and suffix, a quarter of them for the suffix: of more, those that are
   * farthest from the gap are left out. Absent: none is.
   */
  std::optional<std::uint32_t> max_tokens = std::nullopt;
  /** Most tokens of the files: of more, the first are left out. */
  std::optional<std::uint32_t> max_file_tokens = std::nullopt;
};

/** Whether the model's vocabulary has the tokens that mark prefix, suffix and what is between. */
bool can_infill(const Model& model);

/**
 * What a model that fills in reads: prefix, suffix, and the token after which it writes what is
 * between them, as llama-server puts them together for `/infill`. Any thread.
 *
 * @throws EngineException kUnsupported if the model cannot, kInvalidParams if a text is too long
 */
std::vector<Token> make_infill_prompt(const Model& model, const Infill& infill);

}  // namespace samewire
