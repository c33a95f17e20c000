#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/model.h"
#include "types.h"

namespace samewire {

/**
 * What a model that ranks reads for each document: by the file's own template for it
 * (`tokenizer.chat_template.rerank`), or query and document with the tokens between them that its
 * vocabulary asks for. Any thread.
 *
 * @throws EngineException kInvalidParams if a text is too long to be tokenised
 */
std::vector<std::vector<Token>> make_rank_prompts(const Model& model, std::string_view query,
                                                  std::span<const std::string> documents);

}  // namespace samewire
