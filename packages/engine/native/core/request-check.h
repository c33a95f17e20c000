#pragma once

#include <cstdint>
#include <optional>

#include "error.h"
#include "model/embedder.h"
#include "request.h"
#include "text/vocabulary.h"

namespace samewire {

/**
 * Whether a request can run at all: every value within the range its field documents, every token
 * in the vocabulary, prompt and answer within the context length. What passes here can only fail
 * for reasons that are not its own.
 */
std::optional<Fault> check_request(const Request& request, const Vocabulary& vocabulary,
                                   std::uint32_t context_length);

/** The same for texts to be turned into vectors: each must fit in one step. */
std::optional<Fault> check_request(const EmbeddingRequest& request, const Vocabulary& vocabulary,
                                   const EmbedderLimits& limits);

}  // namespace samewire
