#include "model/draft-context.h"

#include <llama.h>

#include <algorithm>

#include "resource-defaults.h"

namespace samewire {
namespace {

NumThreads threads_for(const Model& model, std::uint32_t num_threads) {
  if (num_threads > 0) return {num_threads, num_threads};
  const ResourceNeeds needs{.model_bytes = llama_model_size(model.llama()),
                            .kv_bytes_per_token = 0,
                            .trained_context_length = 0,
                            .num_slots = 0};
  return default_num_threads(needs, available_cores());
}

}  // namespace

ContextOptions draft_context(const Model& model, const DraftContextOptions& options) {
  return {.num_cells = options.num_cells,
          .num_sequences = options.num_sequences,
          .is_pooled = options.is_pooled,
          .num_threads = threads_for(model, options.num_threads),
          .attention = options.attention};
}

std::uint32_t longest_text(const Model& model, const ModelRunner& runner) {
  const std::uint32_t trained = model.trained_context_length();
  const std::uint32_t available = runner.limits().cells_per_sequence();
  return trained == 0 ? available : std::min(trained, available);
}

}  // namespace samewire
