#pragma once

#include <cstdint>

namespace samewire {

/** A token id, as llama.cpp's `llama_token`. */
using Token = std::int32_t;

/** A place in a sequence, counted from 0, as llama.cpp's `llama_pos`. */
using Position = std::int32_t;

/** Which sequence a KV cell belongs to, as llama.cpp's `llama_seq_id`. */
using SequenceId = std::int32_t;

/** Given by the caller; unique among the requests that have not ended. */
using RequestId = std::uint32_t;

/** Who may see whose prefixes in the KV cache: only requests of equal scope. 0 is everybody's. */
using CacheScope = std::uint64_t;

/** Whose request it is, for fair shares. 0 is everybody who has no name. */
using TenantId = std::uint64_t;

}  // namespace samewire
