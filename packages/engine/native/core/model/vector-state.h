#pragma once

namespace samewire {

/**
 * Tells the processor that the upper halves of its vector registers hold nothing. llama.cpp's kernels
 * leave them in use, and then every change between code compiled for AVX (theirs, and libm's) and
 * code that is not (ours) costs this thread tens of nanoseconds: a draw from 150,000 logits took
 * 26 ms instead of one. Nothing to do on other processors.
 */
void clear_vector_state();

}  // namespace samewire
