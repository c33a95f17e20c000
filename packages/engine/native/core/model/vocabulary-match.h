#pragma once

#include <optional>
#include <string>

struct llama_vocab;

namespace samewire {

/**
 * What keeps the tokens of a draft model from being those of the model it drafts for, in words that
 * follow "The draft model …"; nothing if they are. Allows what llama.cpp's own programs allow
 * (common/speculative.cpp): a few more tokens at the end, and others at the very beginning.
 */
std::optional<std::string> find_vocabulary_difference(const llama_vocab* served,
                                                      const llama_vocab* draft);

}  // namespace samewire
