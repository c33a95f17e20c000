#pragma once

#include <cstddef>

#include "bert-shape.h"
#include "gguf-file.h"
#include "llama-shape.h"

namespace samewire::tiny {

// Tiny models of the kinds that turn texts into vectors, in the order of llama.cpp's loader.

/** Every token sees all others (`bert`): the mean of their vectors. */
void add_bert(GgufFile& file, const BertShape& shape, std::size_t num_vocab,
              const FillTensor& fill);

/** The same with a head that says how well a text answers a query. */
void add_bert_ranker(GgufFile& file, const BertShape& shape, std::size_t num_vocab,
                     const FillTensor& fill);

/** A model that can continue text as well (`qwen3`): the vector of the last token. */
void add_qwen3(GgufFile& file, std::size_t num_vocab, const FillTensor& fill);

}  // namespace samewire::tiny
