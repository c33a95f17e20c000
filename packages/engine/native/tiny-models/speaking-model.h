#pragma once

#include <string>

namespace samewire::tiny {

/**
 * Writes a model whose weights are set by hand so that it says what it is, word by word, whatever
 * it is asked: something to try the whole way with, before there is a real model.
 *
 * Each token has a dimension of its own, attention and feed-forward add nothing, and the output
 * matrix holds which token follows which. Where several may follow, sampling chooses.
 */
void write_speaking_model(const std::string& path);

}  // namespace samewire::tiny
