#pragma once

#include <cstddef>
#include <cstdint>

#include "gguf-file.h"
#include "hybrid-shape.h"
#include "llama-shape.h"

namespace samewire::tiny {

// Tiny models of the kinds of memory that the architecture `llama` has not. Each adds the keys and
// tensors that llama.cpp wants, in the order of its loader; norms are filled with ones.

/** Attention of which three layers in four look back only `kSlidingWindow` tokens (`cohere2`). */
void add_sliding_window(GgufFile& file, std::size_t num_vocab, const FillTensor& fill);
inline constexpr std::uint32_t kSlidingWindow = 16;

/** Attention whose positions are a time, a row and a column (`qwen2vl`). */
void add_places(GgufFile& file, std::size_t num_vocab, const FillTensor& fill);

/** The past as one state (`mamba`). */
void add_recurrent(GgufFile& file, std::size_t num_vocab, const FillTensor& fill);

/** Layers with a state and layers of attention, in turn (`lfm2`). */
void add_hybrid(GgufFile& file, const HybridShape& shape, std::size_t num_vocab,
                const FillTensor& fill);

}  // namespace samewire::tiny
