#include "convert.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <type_traits>

namespace samewire {
namespace {

/** A field that is there, or nothing if it is absent or undefined. */
std::optional<Napi::Value> field(const Napi::Object& object, const char* name) {
  const Napi::Value value = object.Get(name);
  if (value.IsUndefined()) return std::nullopt;
  return value;
}

Napi::TypeError wrong_type(const Napi::Value& value, const char* name, const char* expected) {
  return Napi::TypeError::New(value.Env(), std::string(name) + " must be " + expected);
}

/** The nearest value the type has: a plain cast would be undefined outside its range. */
template <typename Number>
Number saturate(double value) {
  if constexpr (std::is_floating_point_v<Number>) {
    return static_cast<Number>(value);
  } else {
    constexpr auto kMin = static_cast<double>(std::numeric_limits<Number>::min());
    constexpr auto kMax = static_cast<double>(std::numeric_limits<Number>::max());
    return std::isnan(value) ? Number{} : static_cast<Number>(std::clamp(value, kMin, kMax));
  }
}

template <typename Number>
void read_number(const Napi::Object& object, const char* name, Number& target) {
  const auto value = field(object, name);
  if (!value) return;
  if (!value->IsNumber()) throw wrong_type(*value, name, "a number");
  target = saturate<Number>(value->As<Napi::Number>().DoubleValue());
}

template <typename Number>
void read_number(const Napi::Object& object, const char* name, std::optional<Number>& target) {
  if (!field(object, name)) return;
  target.emplace();
  read_number(object, name, *target);
}

void read_bool(const Napi::Object& object, const char* name, bool& target) {
  const auto value = field(object, name);
  if (!value) return;
  if (!value->IsBoolean()) throw wrong_type(*value, name, "a boolean");
  target = value->As<Napi::Boolean>();
}

void read_string(const Napi::Object& object, const char* name, std::string& target) {
  const auto value = field(object, name);
  if (!value) return;
  if (!value->IsString()) throw wrong_type(*value, name, "a string");
  target = value->As<Napi::String>().Utf8Value();
}

template <typename Visit>
void read_array(const Napi::Object& object, const char* name, Visit visit) {
  const auto value = field(object, name);
  if (!value) return;
  if (!value->IsArray()) throw wrong_type(*value, name, "an array");
  const auto array = value->As<Napi::Array>();
  for (std::uint32_t i = 0; i < array.Length(); ++i) {
    // Long arrays must not keep a handle per element alive.
    const Napi::HandleScope scope(object.Env());
    visit(array.Get(i));
  }
}

Napi::Object require_object(const Napi::Value& value, const char* name) {
  if (!value.IsObject()) throw wrong_type(value, name, "an object");
  return value.As<Napi::Object>();
}

SamplingParams to_sampling(const Napi::Object& value, SamplingParams params) {
  read_number(value, "temperature", params.temperature);
  read_number(value, "topK", params.top_k);
  read_number(value, "topP", params.top_p);
  read_number(value, "minP", params.min_p);
  read_number(value, "typicalP", params.typical_p);
  read_number(value, "frequencyPenalty", params.frequency_penalty);
  read_number(value, "presencePenalty", params.presence_penalty);
  read_number(value, "repetitionPenalty", params.repetition_penalty);
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

/** A name as a number that others are unlikely to have: 64-bit FNV-1a; no name is 0. */
void read_name(const Napi::Object& object, const char* name, std::uint64_t& target) {
  std::string text;
  read_string(object, name, text);
  if (text.empty()) return;
  target = 14695981039346656037ULL;
  for (const char byte : text) {
    target = (target ^ static_cast<unsigned char>(byte)) * 1099511628211ULL;
  }
}

ChatMessage to_message(const Napi::Object& value) {
  ChatMessage message;
  read_string(value, "role", message.role);
  read_string(value, "content", message.content);
  read_array(value, "textParts", [&](const Napi::Value& part) {
    message.text_parts.push_back(part.ToString().Utf8Value());
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
  read_number(value, "numThreads", options.num_threads);
  read_number(value, "numGpuLayers", options.num_gpu_layers);
  read_number(value, "maxWaiting", options.max_waiting);
  read_number(value, "maxWaitingTokens", options.max_waiting_tokens);
  read_number(value, "maxKeptCells", options.max_kept_cells);
  read_number(value, "targetStepMs", options.target_step_ms);
  if (field(value, "embeddings")) read_bool(value, "embeddings", options.embeddings.emplace());
  std::string pooling;
  read_string(value, "pooling", pooling);
  options.pooling = to_pooling(pooling);
  read_number(value, "maxEmbeddingTokens", options.max_embedding_tokens);
  read_number(value, "cacheRamBytes", options.cache_ram_bytes);
  read_string(value, "cacheDiskDir", options.cache_disk_dir);
  read_number(value, "cacheDiskBytes", options.cache_disk_bytes);
  return options;
}

Request to_request(RequestId id, const Napi::Object& value, const SamplingParams& defaults) {
  Request request;
  request.id = id;
  request.prompt = to_tokens(value.Get("prompt"));
  read_number(value, "numChoices", request.num_choices);
  read_number(value, "maxTokens", request.max_tokens);
  read_number(value, "numLogprobs", request.num_logprobs);
  request.sampling = to_sampling(require_object(value.Get("sampling"), "sampling"), defaults);
  read_array(value, "stop",
             [&](const Napi::Value& stop) { request.stop.push_back(stop.ToString().Utf8Value()); });
  if (const auto grammar = field(value, "grammar")) {
    if (!grammar->IsExternal()) throw wrong_type(*grammar, "grammar", "a compiled grammar");
    request.grammar = *grammar->As<Napi::External<std::shared_ptr<Grammar>>>().Data();
  }
  read_number(value, "priority", request.priority);
  read_name(value, "tenant", request.tenant);
  read_number(value, "tenantWeight", request.tenant_weight);
  read_name(value, "cacheScope", request.cache_scope);
  read_number(value, "firstTokenDeadlineMs", request.first_token_deadline_ms);
  read_array(value, "branchPoints", [&](const Napi::Value& point) {
    request.branch_points.push_back(point.ToNumber().Uint32Value());
  });
  if (const auto form = field(value, "answerForm")) {
    if (!form->IsExternal()) throw wrong_type(*form, "answerForm", "what tokenizeChat gave");
    const AnswerForm& chat = *form->As<Napi::External<AnswerForm>>().Data();
    request.output = chat.output;
    request.end_texts = chat.stops;
    request.shown_tokens = chat.shown_tokens;
  }
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
  });
  std::string tool_choice;
  read_string(value, "toolChoice", tool_choice);
  chat.tool_choice = to_tool_choice(tool_choice);
  read_bool(value, "parallelToolCalls", chat.parallel_tool_calls);
  read_bool(value, "separatesReasoning", chat.separates_reasoning);
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

std::vector<Token> to_tokens(const Napi::Value& value) {
  if (!value.IsTypedArray() || value.As<Napi::TypedArray>().TypedArrayType() != napi_int32_array) {
    throw wrong_type(value, "tokens", "an Int32Array");
  }
  const auto array = value.As<Napi::Int32Array>();
  return {array.Data(), array.Data() + array.ElementLength()};
}

Napi::Value from_grammar(Napi::Env env, const std::shared_ptr<Grammar>& grammar) {
  return Napi::External<std::shared_ptr<Grammar>>::New(
      env, new std::shared_ptr<Grammar>(grammar),
      [](Napi::Env /*env*/, const std::shared_ptr<Grammar>* held) { delete held; });
}

Napi::Value from_tokens(Napi::Env env, std::span<const Token> tokens) {
  Napi::Int32Array array = Napi::Int32Array::New(env, tokens.size());
  if (!tokens.empty()) std::memcpy(array.Data(), tokens.data(), tokens.size_bytes());
  return array;
}

Napi::Value from_token_lists(Napi::Env env, const std::vector<std::vector<Token>>& lists) {
  Napi::Array array = Napi::Array::New(env, lists.size());
  for (std::uint32_t i = 0; i < lists.size(); ++i) array.Set(i, from_tokens(env, lists[i]));
  return array;
}

Napi::Value from_chat_prompt(Napi::Env env, const ChatPrompt& prompt) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("tokens", from_tokens(env, prompt.tokens));
  Napi::Array points = Napi::Array::New(env, prompt.branch_points.size());
  for (std::uint32_t i = 0; i < prompt.branch_points.size(); ++i) {
    points.Set(i, prompt.branch_points[i]);
  }
  object.Set("branchPoints", points);
  // JS hands it back with the request, unread.
  auto form = std::make_unique<AnswerForm>(prompt.answer);
  object.Set("answerForm", Napi::External<AnswerForm>::New(
                               env, form.get(),
                               [](Napi::Env, AnswerForm* owned) {
                                 std::default_delete<AnswerForm>()(owned);
                               }));
  static_cast<void>(form.release());
  return object;
}

namespace {

Napi::Object from_capabilities(Napi::Env env, const ChatCapabilities& capabilities) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("tools", capabilities.tools);
  object.Set("parallelToolCalls", capabilities.parallel_tool_calls);
  object.Set("reasoning", capabilities.reasoning);
  object.Set("reasoningEffort", capabilities.reasoning_effort);
  object.Set("systemRole", capabilities.system_role);
  return object;
}

}  // namespace

Napi::Value from_model_info(Napi::Env env, const ModelInfo& info) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("name", info.name);
  object.Set("description", info.description);
  object.Set("numParameters", static_cast<double>(info.num_parameters));
  object.Set("sizeBytes", static_cast<double>(info.size_bytes));
  object.Set("numVocab", info.num_vocab);
  object.Set("contextLength", info.context_length);
  object.Set("trainedContextLength", info.trained_context_length);
  object.Set("kvCacheTokens", info.kv_cache_tokens);
  object.Set("numSlots", info.num_slots);
  object.Set("numThreads", info.num_threads);
  object.Set("numBatchThreads", info.num_batch_threads);
  object.Set("chatTemplate", info.chat_template);
  object.Set("chatCapabilities", from_capabilities(env, info.chat_capabilities));
  object.Set("runtime", info.runtime);
  object.Set("canGenerate", info.can_generate);
  if (info.embedding) {
    Napi::Object embedding = Napi::Object::New(env);
    embedding.Set("numDimensions", info.embedding->num_dimensions);
    embedding.Set("pooling", std::string(to_string(info.embedding->pooling)));
    embedding.Set("maxInputTokens", info.embedding->max_input_tokens);
    object.Set("embedding", embedding);
  } else {
    object.Set("embedding", env.Null());
  }
  return object;
}

namespace {

Napi::Object from_histogram(Napi::Env env, const StepTimeHistogram& histogram) {
  Napi::Object object = Napi::Object::New(env);
  Napi::Array bounds = Napi::Array::New(env, StepTimeHistogram::kBounds.size());
  for (std::uint32_t i = 0; i < StepTimeHistogram::kBounds.size(); ++i) {
    bounds.Set(i, StepTimeHistogram::kBounds[i]);
  }
  Napi::Array counts = Napi::Array::New(env, histogram.counts.size());
  for (std::uint32_t i = 0; i < histogram.counts.size(); ++i) {
    counts.Set(i, static_cast<double>(histogram.counts[i]));
  }
  object.Set("bounds", bounds);
  object.Set("counts", counts);
  object.Set("sum", histogram.sum_ms);
  return object;
}

Napi::Object from_copies(Napi::Env env, const CopyTotals& copies) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("numTokens", static_cast<double>(copies.num_tokens));
  object.Set("numBytes", static_cast<double>(copies.num_bytes));
  object.Set("milliseconds", copies.milliseconds);
  return object;
}

}  // namespace

Napi::Value from_stats(Napi::Env env, const EngineStats& stats) {
  Napi::Object object = Napi::Object::New(env);
  const auto set = [&](const char* name, auto value) {
    object.Set(name, static_cast<double>(value));
  };
  set("numActive", stats.num_active);
  set("numWaiting", stats.num_waiting);
  set("numFollowing", stats.num_following);
  set("numWaitingTokens", stats.num_waiting_tokens);
  set("numWaitingEmbeddings", stats.num_waiting_embeddings);
  set("numUsedCells", stats.num_used_cells);
  set("numKeptCells", stats.num_kept_cells);
  set("estimatedWaitMs", stats.estimated_wait_ms);
  set("numSteps", stats.num_steps);
  set("numDecodeTokens", stats.num_decode_tokens);
  set("numPrefillTokens", stats.num_prefill_tokens);
  set("numPromptTokens", stats.num_prompt_tokens);
  set("numCachedTokens", stats.num_cached_tokens);
  set("numSharedTokens", stats.num_shared_tokens);
  set("numGeneratedTokens", stats.num_generated_tokens);
  set("numPreemptions", stats.num_preemptions);
  set("numEvictions", stats.num_evictions);
  set("numEvictedTokens", stats.num_evicted_tokens);
  set("numMissedDeadlines", stats.num_missed_deadlines);
  set("numEmbeddedTokens", stats.num_embedded_tokens);
  set("numRestoredTokens", stats.num_restored_tokens);
  set("numDiskTokens", stats.num_disk_tokens);
  set("numDroppedTokens", stats.offload.num_dropped_tokens);
  set("cacheRamBytes", stats.offload.ram_bytes);
  set("cacheRamLimitBytes", stats.offload.ram_limit_bytes);
  set("cacheDiskBytes", stats.offload.disk_bytes);
  object.Set("demotions", from_copies(env, stats.offload.demotions));
  object.Set("promotions", from_copies(env, stats.offload.promotions));
  object.Set("stepTimesMs", from_histogram(env, stats.step_times));
  return object;
}

}  // namespace samewire
