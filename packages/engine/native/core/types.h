#pragma once

#include <cstdint>

namespace samewire {

/** A token id, as llama.cpp's `llama_token`. */
using Token = std::int32_t;

/** A place in a sequence, counted from 0, as llama.cpp's `llama_pos`. */
using Position = std::int32_t;

/** Which sequence a KV cell belongs to, as llama.cpp's `llama_seq_id`. A slot has one for life. */
using SequenceId = std::int32_t;

/** Given by the caller; unique among the requests that have not ended. */
using RequestId = std::uint32_t;

}  // namespace samewire
