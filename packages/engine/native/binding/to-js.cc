#include <array>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "convert.h"

namespace samewire {

namespace {

/** A value that JS holds and hands back unread; freed when JS lets go of it. */
template <typename Value>
Napi::External<Value> external(Napi::Env env, const Value& value) {
  auto held = std::make_unique<Value>(value);
  const auto result = Napi::External<Value>::New(
      env, held.get(), [](Napi::Env, Value* owned) { std::default_delete<Value>()(owned); });
  static_cast<void>(held.release());
  return result;
}

}  // namespace

Napi::Value from_grammar(Napi::Env env, const std::shared_ptr<Grammar>& grammar) {
  return external(env, grammar);
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
  object.Set("answerForm", external(env, prompt.answer));
  if (!prompt.media.empty()) object.Set("media", external(env, prompt.media));
  std::uint32_t num_audio_tokens = 0;
  for (const PlacedMedia& placed : prompt.media) {
    if (placed.chunk->kind == MediaKind::kAudio) num_audio_tokens += placed.chunk->num_rows();
  }
  object.Set("numAudioTokens", num_audio_tokens);
  return object;
}

namespace {

Napi::Object from_capabilities(Napi::Env env, const ChatCapabilities& capabilities) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("tools", capabilities.tools);
  object.Set("parallelToolCalls", capabilities.parallel_tool_calls);
  object.Set("jsonArguments", capabilities.json_arguments);
  object.Set("toolSelection", capabilities.tool_selection);
  object.Set("reasoning", capabilities.reasoning);
  object.Set("reasoningBudget", capabilities.reasoning_budget);
  object.Set("reasoningEffort", capabilities.reasoning_effort);
  object.Set("systemRole", capabilities.system_role);
  return object;
}

/** A float as the decimal number it was written as: 0.7, not 0.69999998807907104. */
double as_written(float value) {
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  double exact = value;
  std::from_chars(text.data(), end, exact);
  return exact;
}

Napi::Object from_default_sampling(Napi::Env env, const SamplingParams& defaults) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("temperature", as_written(defaults.temperature));
  object.Set("topP", as_written(defaults.top_p));
  return object;
}

}  // namespace

Napi::Value from_model_info(Napi::Env env, const ModelInfo& info, const SamplingParams& defaults) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("name", info.name);
  object.Set("defaultSampling", from_default_sampling(env, defaults));
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
  object.Set("canInfill", info.can_infill);
  object.Set("canPredict", info.can_predict);
  object.Set("readsImages", info.reads_images);
  object.Set("readsAudio", info.reads_audio);
  if (info.embedding) {
    Napi::Object embedding = Napi::Object::New(env);
    embedding.Set("numDimensions", info.embedding->num_dimensions);
    embedding.Set("pooling", std::string(to_string(info.embedding->pooling)));
    embedding.Set("maxInputTokens", info.embedding->max_input_tokens);
    object.Set("embedding", embedding);
  } else {
    object.Set("embedding", env.Null());
  }
  if (info.draft_model) {
    Napi::Object draft_model = Napi::Object::New(env);
    draft_model.Set("name", info.draft_model->name);
    draft_model.Set("description", info.draft_model->description);
    draft_model.Set("sizeBytes", static_cast<double>(info.draft_model->size_bytes));
    object.Set("draftModel", draft_model);
  } else {
    object.Set("draftModel", env.Null());
  }
  object.Set("draftsItself", info.drafts_itself);
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

Napi::Object from_drafts(Napi::Env env, const DraftTotals& drafts) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("numDrafts", static_cast<double>(drafts.num_drafts));
  object.Set("numTokens", static_cast<double>(drafts.num_tokens));
  object.Set("numAcceptedTokens", static_cast<double>(drafts.num_accepted_tokens));
  object.Set("milliseconds", drafts.milliseconds);
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
  set("numDrafts", stats.num_drafts);
  set("numDraftTokens", stats.num_draft_tokens);
  set("numAcceptedDraftTokens", stats.num_accepted_draft_tokens);
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
  object.Set("modelDrafts", from_drafts(env, stats.model_drafts));
  object.Set("demotions", from_copies(env, stats.offload.demotions));
  object.Set("promotions", from_copies(env, stats.offload.promotions));
  object.Set("stepTimesMs", from_histogram(env, stats.step_times));
  return object;
}

}  // namespace samewire
