#include <cstdint>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "convert.h"
#include "js-fields.h"

namespace samewire {
namespace {

SamplingParams to_sampling(const Napi::Object& value, SamplingParams params) {
  read_number(value, "temperature", params.temperature);
  read_number(value, "topK", params.top_k);
  read_number(value, "topP", params.top_p);
  read_number(value, "minP", params.min_p);
  read_number(value, "typicalP", params.typical_p);
  read_number(value, "topNSigma", params.top_n_sigma);
  read_number(value, "xtcProbability", params.xtc_probability);
  read_number(value, "xtcThreshold", params.xtc_threshold);
  read_number(value, "dynatempRange", params.dynatemp_range);
  read_number(value, "dynatempExponent", params.dynatemp_exponent);
  read_number(value, "mirostat", params.mirostat);
  read_number(value, "mirostatTau", params.mirostat_tau);
  read_number(value, "mirostatEta", params.mirostat_eta);
  read_number(value, "adaptiveTarget", params.adaptive_target);
  read_number(value, "adaptiveDecay", params.adaptive_decay);
  read_number(value, "dryMultiplier", params.dry.multiplier);
  read_number(value, "dryBase", params.dry.base);
  read_number(value, "dryAllowedLength", params.dry.allowed_length);
  read_number(value, "dryWindow", params.dry.window);
  if (field(value, "dryBreakers")) params.dry.breakers.clear();
  read_array(value, "dryBreakers", [&](const Napi::Value& breaker) {
    params.dry.breakers.push_back(breaker.ToString().Utf8Value());
  });
  read_number(value, "frequencyPenalty", params.frequency_penalty);
  read_number(value, "presencePenalty", params.presence_penalty);
  read_number(value, "repetitionPenalty", params.repetition_penalty);
  read_number(value, "repetitionWindow", params.repetition_window);
  read_number(value, "minTokens", params.min_tokens);
  read_bool(value, "ignoreEndOfGeneration", params.ignore_end_of_generation);
  params.seed = std::random_device()();
  read_number(value, "seed", params.seed);
  read_array(value, "logitBias", [&](const Napi::Value& item) {
    const Napi::Object pair = require_object(item, "logitBias");
    Token token = 0;
    float bias = 0.0F;
    read_number(pair, "token", token);
    read_number(pair, "bias", bias);
    params.logit_bias.emplace_back(token, bias);
  });
  return params;
}

/** What a template writes where nobody reads the file: as llama.cpp's own programs do. */
constexpr const char* kMediaMark = "<__media__>";

ChatPart to_part(const Napi::Object& value) {
  ChatPart part;
  read_string(value, "text", part.text);
  const auto data = field(value, "data");
  if (!data) return part;
  if (!data->IsTypedArray()) throw wrong_type(*data, "data", "a Uint8Array");
  std::string type;
  read_string(value, "type", type);
  const auto bytes = data->As<Napi::Uint8Array>();
  MediaFile file{.kind = type == "audio" ? MediaKind::kAudio : MediaKind::kImage,
                 .bytes = std::string(reinterpret_cast<const char*>(bytes.Data()),
                                      bytes.ByteLength())};
  read_string(value, "name", file.name);
  part.text = kMediaMark;
  part.file = std::make_shared<const MediaFile>(std::move(file));
  return part;
}

void read_media_options(const Napi::Object& value, MediaOptions& options) {
  read_string(value, "projectorPath", options.projector_path);
  const auto limits = field(value, "mediaLimits");
  if (!limits) return;
  const Napi::Object object = require_object(*limits, "mediaLimits");
  read_number(object, "maxFiles", options.limits.max_files);
  read_number(object, "maxFileBytes", options.limits.max_file_bytes);
  read_number(object, "maxImagePixels", options.limits.max_image_pixels);
  read_number(object, "maxAudioSeconds", options.limits.max_audio_seconds);
}

ChatMessage to_message(const Napi::Object& value) {
  ChatMessage message;
  read_string(value, "role", message.role);
  read_string(value, "content", message.content);
  read_array(value, "parts", [&](const Napi::Value& part) {
    message.parts.push_back(to_part(require_object(part, "parts")));
  });
  read_string(value, "reasoning", message.reasoning);
  read_array(value, "toolCalls", [&](const Napi::Value& item) {
    const Napi::Object call = require_object(item, "toolCalls");
    ChatToolCall& target = message.tool_calls.emplace_back();
    read_string(call, "id", target.id);
    read_string(call, "name", target.name);
    read_string(call, "arguments", target.arguments);
  });
  read_string(value, "toolCallId", message.tool_call_id);
  read_string(value, "toolName", message.tool_name);
  return message;
}

ChatToolChoice to_tool_choice(const std::string& name) {
  if (name == "none") return ChatToolChoice::kNone;
  if (name == "required") return ChatToolChoice::kRequired;
  return ChatToolChoice::kAuto;
}

KvLayout to_kv_layout(const std::string& name) {
  if (name == "pooled") return KvLayout::kPooled;
  if (name == "separate") return KvLayout::kSeparate;
  return KvLayout::kAuto;
}

FlashAttention to_flash_attention(const std::string& name) {
  if (name == "on") return FlashAttention::kOn;
  if (name == "off") return FlashAttention::kOff;
  return FlashAttention::kAuto;
}

Speculation to_speculation(const std::string& name) {
  if (name == "off") return Speculation::kOff;
  if (name == "ngram") return Speculation::kNgram;
  return Speculation::kPrediction;
}

std::optional<Pooling> to_pooling(const std::string& name) {
  for (const Pooling pooling : {Pooling::kMean, Pooling::kCls, Pooling::kLast, Pooling::kRank}) {
    if (name == to_string(pooling)) return pooling;
  }
  return std::nullopt;
}

}  // namespace

LoadOptions to_load_options(const Napi::Object& value) {
  LoadOptions options;
  read_string(value, "modelPath", options.model_path);
  read_number(value, "contextSize", options.context_size);
  read_number(value, "numSlots", options.num_slots);
  std::string kv_layout;
  read_string(value, "kvLayout", kv_layout);
  options.kv_layout = to_kv_layout(kv_layout);
  std::string flash_attention;
  read_string(value, "flashAttention", flash_attention);
  options.attention.flash = to_flash_attention(flash_attention);
  read_string(value, "cacheTypeK", options.attention.key_type);
  read_string(value, "cacheTypeV", options.attention.value_type);
  read_number(value, "numThreads", options.num_threads);
  read_number(value, "numGpuLayers", options.num_gpu_layers);
  read_number(value, "maxWaiting", options.max_waiting);
  read_number(value, "maxWaitingTokens", options.max_waiting_tokens);
  read_number(value, "maxKeptCells", options.max_kept_cells);
  read_number(value, "targetStepMs", options.target_step_ms);
  std::string speculation;
  read_string(value, "speculation", speculation);
  options.speculation = to_speculation(speculation);
  read_string(value, "draftModelPath", options.draft_model_path);
  read_number(value, "numDraftGpuLayers", options.num_draft_gpu_layers);
  read_bool(value, "draftLayers", options.draft_layers);
  if (field(value, "embeddings")) read_bool(value, "embeddings", options.embeddings.emplace());
  std::string pooling;
  read_string(value, "pooling", pooling);
  options.pooling = to_pooling(pooling);
  read_number(value, "maxEmbeddingTokens", options.max_embedding_tokens);
  read_number(value, "cacheRamBytes", options.cache_ram_bytes);
  read_string(value, "cacheDiskDir", options.cache_disk_dir);
  read_number(value, "cacheDiskBytes", options.cache_disk_bytes);
  read_media_options(value, options.media);
  return options;
}

Request to_request(RequestId id, const Napi::Object& value, const SamplingParams& defaults) {
  Request request;
  request.id = id;
  request.prompt = to_tokens(value.Get("prompt"));
  read_number(value, "numChoices", request.num_choices);
  read_number(value, "maxTokens", request.max_tokens);
  read_number(value, "numLogprobs", request.num_logprobs);
  if (const auto prediction = field(value, "prediction")) {
    request.prediction = to_tokens(*prediction);
  }
  request.sampling = to_sampling(require_object(value.Get("sampling"), "sampling"), defaults);
  read_array(value, "stop",
             [&](const Napi::Value& stop) { request.stop.push_back(stop.ToString().Utf8Value()); });
  if (const auto grammar = field(value, "grammar")) {
    if (!grammar->IsExternal()) throw wrong_type(*grammar, "grammar", "a compiled grammar");
    request.grammar =
        GrammarUse{.grammar = *grammar->As<Napi::External<std::shared_ptr<Grammar>>>().Data()};
  }
  read_number(value, "priority", request.priority);
  read_name(value, "tenant", request.tenant);
  read_number(value, "tenantWeight", request.tenant_weight);
  read_name(value, "cacheScope", request.cache_scope);
  read_number(value, "firstTokenDeadlineMs", request.first_token_deadline_ms);
  read_array(value, "branchPoints", [&](const Napi::Value& point) {
    request.branch_points.push_back(point.ToNumber().Uint32Value());
  });
  if (const auto media = field(value, "media")) {
    if (!media->IsExternal()) throw wrong_type(*media, "media", "what tokenizeChat gave");
    request.media = *media->As<Napi::External<std::vector<PlacedMedia>>>().Data();
  }
  if (const auto form = field(value, "answerForm")) {
    if (!form->IsExternal()) throw wrong_type(*form, "answerForm", "what tokenizeChat gave");
    const AnswerForm& chat = *form->As<Napi::External<AnswerForm>>().Data();
    request.output = chat.output;
    request.grammar = chat.grammar;
    request.reasoning = chat.reasoning;
    request.end_texts = chat.stops;
    request.shown_tokens = chat.shown_tokens;
  }
  if (request.reasoning) read_number(value, "reasoningBudget", request.reasoning->budget);
  return request;
}

EmbeddingRequest to_embedding_request(RequestId id, const Napi::Object& value) {
  EmbeddingRequest request;
  request.id = id;
  read_array(value, "inputs",
             [&](const Napi::Value& input) { request.inputs.push_back(to_tokens(input)); });
  read_number(value, "priority", request.priority);
  read_name(value, "tenant", request.tenant);
  read_number(value, "tenantWeight", request.tenant_weight);
  return request;
}

std::vector<AdapterUse> to_adapter_uses(const Napi::Object& request) {
  std::vector<AdapterUse> uses;
  read_array(request, "adapters", [&](const Napi::Value& item) {
    const Napi::Object use = require_object(item, "adapters");
    AdapterUse& target = uses.emplace_back();
    read_string(use, "name", target.name);
    read_number(use, "scale", target.scale);
  });
  return uses;
}

std::vector<std::string> to_texts(const Napi::Value& value) {
  if (!value.IsArray()) throw wrong_type(value, "texts", "an array");
  const auto array = value.As<Napi::Array>();
  std::vector<std::string> texts;
  for (std::uint32_t i = 0; i < array.Length(); ++i) {
    const Napi::HandleScope scope(value.Env());
    texts.push_back(array.Get(i).ToString().Utf8Value());
  }
  return texts;
}

Chat to_chat(const Napi::Object& value) {
  Chat chat;
  read_array(value, "messages", [&](const Napi::Value& message) {
    chat.messages.push_back(to_message(require_object(message, "messages")));
  });
  read_array(value, "tools", [&](const Napi::Value& item) {
    const Napi::Object tool = require_object(item, "tools");
    ChatTool& target = chat.tools.emplace_back();
    read_string(tool, "name", target.name);
    read_string(tool, "description", target.description);
    read_string(tool, "parameters", target.parameters);
    read_string(tool, "argumentsGrammar", target.arguments_grammar);
    read_bool(tool, "isAllowed", target.is_allowed);
  });
  std::string tool_choice;
  read_string(value, "toolChoice", tool_choice);
  chat.tool_choice = to_tool_choice(tool_choice);
  read_bool(value, "parallelToolCalls", chat.parallel_tool_calls);
  read_bool(value, "separatesReasoning", chat.separates_reasoning);
  read_string(value, "reasoningMessage", chat.reasoning_message);
  read_string(value, "contentGrammar", chat.content_grammar);
  if (const auto kwargs = field(value, "templateKwargs")) {
    const Napi::Object object = require_object(*kwargs, "templateKwargs");
    const Napi::Array names = object.GetPropertyNames();
    for (std::uint32_t i = 0; i < names.Length(); ++i) {
      const std::string name = names.Get(i).ToString().Utf8Value();
      chat.template_kwargs[name] = object.Get(name).ToString().Utf8Value();
    }
  }
  return chat;
}

Infill to_infill(const Napi::Object& value) {
  Infill infill;
  read_string(value, "prefix", infill.prefix);
  if (const auto tokens = field(value, "prefixTokens")) infill.prefix_tokens = to_tokens(*tokens);
  read_string(value, "prefixEnd", infill.prefix_end);
  read_string(value, "suffix", infill.suffix);
  if (field(value, "files")) infill.files.emplace();
  read_array(value, "files", [&](const Napi::Value& item) {
    const Napi::Object file = require_object(item, "files");
    InfillFile& target = infill.files->emplace_back();
    read_string(file, "name", target.name);
    read_string(file, "text", target.text);
  });
  read_number(value, "maxTokens", infill.max_tokens);
  read_number(value, "maxFileTokens", infill.max_file_tokens);
  return infill;
}

std::vector<Token> to_tokens(const Napi::Value& value) {
  if (!value.IsTypedArray() || value.As<Napi::TypedArray>().TypedArrayType() != napi_int32_array) {
    throw wrong_type(value, "tokens", "an Int32Array");
  }
  const auto array = value.As<Napi::Int32Array>();
  return {array.Data(), array.Data() + array.ElementLength()};
}

}  // namespace samewire
