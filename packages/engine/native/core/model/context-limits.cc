#include "model/context-limits.h"

#include <cstdint>
#include <optional>

#include "model/attention.h"
#include "model/cell-copy.h"
#include "model/open-context.h"

namespace samewire {
namespace {

/** Without flash attention rows cost what they cost; steps of equal size use llama.cpp's graph again. */
constexpr std::uint32_t kPlainTile = 16;

MemoryTraits memory_traits(const Model& model, const ContextOptions& options) {
  // The past is one state, or partly so: it can be copied as it is, but not be cut.
  if (model.has_states()) {
    return {.can_cut = false,
            .can_share = false,
            .can_snapshot = true,
            .is_pooled = options.is_pooled,
            .saving = Saving::kWhole};
  }
  // Between separate sequences llama.cpp could only copy whole buffers.
  return {.can_cut = true,
          .can_share = options.is_pooled,
          .is_pooled = options.is_pooled,
          .has_window = model.window() > 0,
          .saving = has_spare_sequence(model, options) ? Saving::kRuns : Saving::kNone,
          .max_run = CellCopy::max_run(model.window())};
}

/** The spare sequence, where it can have rows; a part that drafts gets states with its rows. */
std::optional<SequenceId> filler_of(const Model& model, const ContextOptions& options,
                                    bool tile_is_dense) {
  const bool can_fill = tile_is_dense && has_spare_sequence(model, options) &&
                        !model.has_places() && options.part == ModelPart::kTrunk;
  if (!can_fill) return std::nullopt;
  return static_cast<SequenceId>(options.num_sequences);
}

/**
 * By counting operations. A tile's attention takes longer for one than the product with quantized
 * weights: 2.3 times with AVX-512 (64 rows of a 0.6 B model in Q4_0, with nothing before them and
 * with 2,048 tokens). Of experts all are counted, so tiles are filled later than they could be.
 */
double cells_per_row(const Model& model) {
  constexpr double kTimesSlower = 2.3;
  const double per_cell = 2.0 * model.num_attention_values();
  return per_cell == 0.0 ? 0.0 : model.num_weights() / per_cell / kTimesSlower;
}

}  // namespace

RunnerLimits limits_of(const Model& model, const ContextOptions& options,
                       const llama_context& context) {
  const bool has_tiles = options.attention.flash != FlashAttention::kOff;
  const bool is_on_cpu = !llama_supports_gpu_offload();
  return {.num_cells = llama_n_ctx(&context),
          .num_sequences = options.num_sequences,
          .max_batch_tokens = options.max_batch_tokens,
          .memory = memory_traits(model, options),
          .tile = has_tiles ? kFlashTile : kPlainTile,
          .tile_is_dense = has_tiles && is_on_cpu,
          .filler = filler_of(model, options, has_tiles && is_on_cpu),
          .cells_per_row = cells_per_row(model),
          .passes_all_cells = is_on_cpu,
          .max_logits = max_logits(model, options)};
}

}  // namespace samewire
