#include "model/model.h"

#include <llama.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdlib>
#include <exception>
#include <optional>
#include <utility>

#include "error.h"
#include "model/cache-type.h"
#include "model/llama-log.h"

namespace samewire {
namespace {

constexpr std::size_t kMaxMetadataBytes = 512;

std::optional<std::string> metadata(const llama_model* model, const char* key) {
  std::array<char, kMaxMetadataBytes> buffer{};
  if (llama_model_meta_val_str(model, key, buffer.data(), buffer.size()) < 0) return std::nullopt;
  return buffer.data();
}

/** A key that begins with the name of the architecture. */
std::optional<std::string> architecture_metadata(const llama_model* model, const char* key) {
  const auto architecture = metadata(model, "general.architecture");
  if (!architecture) return std::nullopt;
  return metadata(model, (*architecture + "." + key).c_str());
}

std::optional<float> metadata_number(const llama_model* model, llama_model_meta_key key) {
  const auto text = metadata(model, llama_model_meta_key_str(key));
  if (!text) return std::nullopt;
  char* end = nullptr;
  const float value = std::strtof(text->c_str(), &end);
  if (end == text->c_str()) return std::nullopt;
  return value;
}

constexpr const char* kKeyWidth = "attention.key_length";
constexpr const char* kValueWidth = "attention.value_length";

/** Values of a head: what the file says, or a share of the model's width. */
std::uint64_t head_width(const llama_model* model, const char* key) {
  const auto text = architecture_metadata(model, key);
  const std::uint64_t width = text ? std::strtoull(text->c_str(), nullptr, 10) : 0;
  if (width > 0) return width;
  const auto num_heads = static_cast<std::uint64_t>(llama_model_n_head(model));
  return num_heads == 0 ? 0 : static_cast<std::uint64_t>(llama_model_n_embd(model)) / num_heads;
}

}  // namespace

void Model::Deleter::operator()(llama_model* model) const { llama_model_free(model); }

Model::Model(Handle model)
    : model_(std::move(model)),
      vocabulary_(std::make_shared<const Vocabulary>(
          Vocabulary::from_llama(llama_model_get_vocab(model_.get())))),
      chat_format_(model_.get()) {}

std::shared_ptr<const Model> Model::load(const ModelOptions& options, const Progress& progress) {
  const LlamaLogCapture log;
  llama_model_params params = llama_model_default_params();
  params.n_gpu_layers = options.num_gpu_layers;
  params.load_mtp = options.with_draft_layers;
  params.progress_callback = [](float fraction, void* callback) {
    return (*static_cast<const Progress*>(callback))(fraction);
  };
  params.progress_callback_user_data = const_cast<Progress*>(&progress);
  Handle model;
  std::string reason;
  try {
    model.reset(llama_model_load_from_file(options.path.c_str(), params));
  } catch (const std::exception& error) {
    reason = error.what();
  }
  if (model == nullptr) {
    if (reason.empty()) reason = log.reason();
    throw EngineException(ErrorCode::kModelLoadFailed,
                          "Could not load " + options.path + ": " + reason);
  }
  if (llama_vocab_type(llama_model_get_vocab(model.get())) == LLAMA_VOCAB_TYPE_NONE) {
    throw EngineException(ErrorCode::kModelLoadFailed,
                          "Could not load " + options.path + ": it has no vocabulary.");
  }
  return std::shared_ptr<const Model>(new Model(std::move(model)));
}

std::string Model::name() const { return metadata(model_.get(), "general.name").value_or(""); }

std::string Model::description() const {
  std::array<char, kMaxMetadataBytes> buffer{};
  llama_model_desc(model_.get(), buffer.data(), buffer.size());
  return buffer.data();
}

std::uint32_t Model::trained_context_length() const {
  return static_cast<std::uint32_t>(llama_model_n_ctx_train(model_.get()));
}

bool Model::has_states() const {
  return llama_model_is_recurrent(model_.get()) || llama_model_is_hybrid(model_.get());
}

bool Model::has_places() const {
  const llama_rope_type type = llama_model_rope_type(model_.get());
  return type == LLAMA_ROPE_TYPE_MROPE || type == LLAMA_ROPE_TYPE_IMROPE;
}

bool Model::is_causal() const {
  return architecture_metadata(model_.get(), "attention.causal") != "false";
}

std::optional<Pooling> Model::pooling() const {
  const auto number = architecture_metadata(model_.get(), "pooling_type");
  for (const Pooling pooling : {Pooling::kMean, Pooling::kCls, Pooling::kLast, Pooling::kRank}) {
    if (number == std::to_string(static_cast<int>(pooling))) return pooling;
  }
  return std::nullopt;
}

std::uint32_t Model::window() const {
  return static_cast<std::uint32_t>(std::max(llama_model_n_swa(model_.get()), 0));
}

std::uint64_t Model::kv_bytes_per_token(const AttentionOptions& attention) const {
  const auto num_layers = static_cast<std::uint64_t>(llama_model_n_layer(model_.get()));
  const auto num_heads = static_cast<std::uint64_t>(llama_model_n_head_kv(model_.get()));
  const auto bytes_of = [&](ggml_type type, const char* width_key) {
    const std::uint64_t num_values = num_layers * num_heads * head_width(model_.get(), width_key);
    return num_values * ggml_type_size(type) / static_cast<std::uint64_t>(ggml_blck_size(type));
  };
  return bytes_of(cache_type_of(attention.key_type, "cacheTypeK"), kKeyWidth) +
         bytes_of(cache_type_of(attention.value_type, "cacheTypeV"), kValueWidth);
}

// The table of embeddings is looked up; where it is also the output, that is for few rows.
double Model::num_weights() const {
  const auto num_tokens = static_cast<double>(vocabulary_->size());
  return static_cast<double>(llama_model_n_params(model_.get())) -
         num_tokens * llama_model_n_embd(model_.get());
}

double Model::num_attention_values() const {
  return static_cast<double>(llama_model_n_layer(model_.get())) *
         llama_model_n_head(model_.get()) *
         static_cast<double>(head_width(model_.get(), kKeyWidth));
}

SamplingParams Model::recommended_sampling() const {
  const auto number = [&](llama_model_meta_key key, float otherwise) {
    return metadata_number(model_.get(), key).value_or(otherwise);
  };
  SamplingParams params;
  params.temperature = number(LLAMA_MODEL_META_KEY_SAMPLING_TEMP, params.temperature);
  params.top_p = number(LLAMA_MODEL_META_KEY_SAMPLING_TOP_P, params.top_p);
  params.min_p = number(LLAMA_MODEL_META_KEY_SAMPLING_MIN_P, params.min_p);
  const auto integer = [&](llama_model_meta_key key, std::int32_t otherwise) {
    return static_cast<std::int32_t>(number(key, static_cast<float>(otherwise)));
  };
  params.top_k = integer(LLAMA_MODEL_META_KEY_SAMPLING_TOP_K, params.top_k);
  params.xtc_probability =
      number(LLAMA_MODEL_META_KEY_SAMPLING_XTC_PROBABILITY, params.xtc_probability);
  params.xtc_threshold = number(LLAMA_MODEL_META_KEY_SAMPLING_XTC_THRESHOLD, params.xtc_threshold);
  params.repetition_penalty =
      number(LLAMA_MODEL_META_KEY_SAMPLING_PENALTY_REPEAT, params.repetition_penalty);
  params.repetition_window =
      integer(LLAMA_MODEL_META_KEY_SAMPLING_PENALTY_LAST_N, params.repetition_window);
  params.mirostat = integer(LLAMA_MODEL_META_KEY_SAMPLING_MIROSTAT, params.mirostat);
  params.mirostat_tau = number(LLAMA_MODEL_META_KEY_SAMPLING_MIROSTAT_TAU, params.mirostat_tau);
  params.mirostat_eta = number(LLAMA_MODEL_META_KEY_SAMPLING_MIROSTAT_ETA, params.mirostat_eta);
  return params;
}

}  // namespace samewire
