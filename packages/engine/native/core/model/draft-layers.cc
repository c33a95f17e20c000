#include "model/draft-layers.h"

#include <gguf.h>
#include <llama.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "error.h"
#include "model/llama-log.h"
#include "model/llama-model-runner.h"

namespace samewire {
namespace {

/**
 * The architectures whose layers llama.cpp computes by themselves: it ends the process over any
 * other. Their past can be cut back.
 */
constexpr std::array<std::string_view, 6> kArchitectures{
    "glm4moe", "hy_v3", "cohere2moe", "deepseek2", "deepseek32", "glm-dsa"};
/** Of these the ones that draft with latent attention (MLA) alone. */
constexpr std::array<std::string_view, 3> kLatent{"deepseek2", "deepseek32", "glm-dsa"};

EngineException no_layers(const std::string& why) {
  return EngineException({.code = ErrorCode::kInvalidParams,
                          .message = "There are no layers to draft with: " + why + ".",
                          .field = "draftLayers"});
}

struct FileDeleter {
  void operator()(gguf_context* file) const { gguf_free(file); }
};
using File = std::unique_ptr<gguf_context, FileDeleter>;

/** What stands before the tensors. */
File read_head(const std::string& path) {
  return File(gguf_init_from_file(path.c_str(), {.no_alloc = true, .ctx = nullptr}));
}

std::optional<std::uint32_t> number_of(const gguf_context& file, const std::string& key) {
  const std::int64_t id = gguf_find_key(&file, key.c_str());
  if (id < 0 || gguf_get_kv_type(&file, id) != GGUF_TYPE_UINT32) return std::nullopt;
  return gguf_get_val_u32(&file, id);
}

std::string text_of(const gguf_context& file, const std::string& key) {
  const std::int64_t id = gguf_find_key(&file, key.c_str());
  if (id < 0 || gguf_get_kv_type(&file, id) != GGUF_TYPE_STRING) return "";
  return gguf_get_val_str(&file, id);
}

/** Whether positions have several dimensions (M-RoPE). */
bool has_places(const gguf_context& file, const std::string& architecture) {
  const std::int64_t id =
      gguf_find_key(&file, (architecture + ".rope.dimension_sections").c_str());
  if (id < 0 || gguf_get_kv_type(&file, id) != GGUF_TYPE_ARRAY) return false;
  if (gguf_get_arr_type(&file, id) != GGUF_TYPE_INT32 || gguf_get_arr_n(&file, id) < 2) return false;
  const auto* sections = static_cast<const std::int32_t*>(gguf_get_arr_data(&file, id));
  return sections[0] > 0 && sections[1] > 0;
}

/** Whether a file has what its layers need of latent attention: older ones have not. */
bool has_latents(const gguf_context& file, const std::string& architecture) {
  for (const char* key : {".attention.key_length_mla", ".attention.value_length_mla",
                          ".attention.q_lora_rank"}) {
    if (number_of(file, architecture + key).value_or(0) == 0) return false;
  }
  return gguf_find_key(&file, (architecture + ".attention.temperature_scale").c_str()) < 0;
}

/** Large models come in several files; the first one is named. */
std::uint32_t num_parts_of(const gguf_context& file) {
  const std::int64_t id = gguf_find_key(&file, "split.count");
  if (id < 0 || gguf_get_kv_type(&file, id) != GGUF_TYPE_UINT16) return 1;
  return gguf_get_val_u16(&file, id);
}

bool has_tensor(const gguf_context& first, const std::string& path, const std::string& name) {
  if (gguf_find_tensor(&first, name.c_str()) >= 0) return true;
  const auto num_parts = static_cast<std::int32_t>(num_parts_of(first));
  std::vector<char> prefix(path.size() + 1);
  if (num_parts < 2 ||
      llama_split_prefix(prefix.data(), prefix.size(), path.c_str(), 0, num_parts) == 0) {
    return false;
  }
  constexpr std::size_t kMostAdded = 64;
  std::vector<char> part_path(path.size() + kMostAdded);
  for (std::int32_t part = 1; part < num_parts; ++part) {
    llama_split_path(part_path.data(), part_path.size(), prefix.data(), part, num_parts);
    const File file = read_head(part_path.data());
    if (file != nullptr && gguf_find_tensor(file.get(), name.c_str()) >= 0) return true;
  }
  return false;
}

}  // namespace

void check_draft_layers(const std::string& path) {
  const LlamaLogCapture log;
  const File file = read_head(path);
  if (file == nullptr) return;
  const std::string architecture = text_of(*file, "general.architecture");
  const std::uint32_t num_layers =
      number_of(*file, architecture + ".nextn_predict_layers").value_or(0);
  if (num_layers == 0) throw no_layers("the model was not trained with any");
  if (std::ranges::find(kArchitectures, architecture) == kArchitectures.end()) {
    throw no_layers("those of the architecture " + architecture + " cannot be used");
  }
  if (num_layers > 1) {
    throw no_layers("the model has " + std::to_string(num_layers) +
                    ", of which each drafts one token; models with one can be used");
  }
  if (has_places(*file, architecture)) {
    throw no_layers("positions of several dimensions (M-RoPE) cannot be used");
  }
  const bool is_latent = std::ranges::find(kLatent, architecture) != kLatent.end();
  if (is_latent && !has_latents(*file, architecture)) {
    throw no_layers("this file's attention is not of the kind (MLA) that they can be used with");
  }
  const std::uint32_t last = number_of(*file, architecture + ".block_count").value_or(1) - 1;
  if (!has_tensor(*file, path, "blk." + std::to_string(last) + ".nextn.eh_proj.weight")) {
    throw no_layers("this file of the model was made without them");
  }
}

std::uint64_t draft_layers_kv_bytes(const Model& model, const AttentionOptions& attention) {
  const std::int32_t num_layers = std::max(llama_model_n_layer(model.llama()), 1);
  return model.kv_bytes_per_token(attention) / static_cast<std::uint64_t>(num_layers);
}

DraftModel make_draft_layers(const std::shared_ptr<const Model>& model,
                             const DraftContextOptions& options) {
  ContextOptions context = draft_context(*model, options);
  context.part = ModelPart::kDraftLayers;
  auto runner = std::make_unique<LlamaModelRunner>(model, context);
  const std::uint32_t context_length = longest_text(*model, *runner);
  return {.runner = std::move(runner),
          .num_vocab = static_cast<std::uint32_t>(model->vocabulary()->size()),
          .context_length = context_length,
          .reads_states = true};
}

}  // namespace samewire
