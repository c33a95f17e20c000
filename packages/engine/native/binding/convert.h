#pragma once

#include <span>
#include <string>
#include <vector>

#include "chat/chat.h"
#include "loop/engine-stats.h"
#include "model-engine.h"
#include "napi-setup.h"
#include "request.h"

/**
 * JS values to core structs and back. The shapes are declared in src/native/binding.ts, whose
 * only user has built and checked them; a value of another type still throws a TypeError here
 * instead of being misread. JS thread only.
 */
namespace samewire {

LoadOptions to_load_options(const Napi::Object& value);
Request to_request(RequestId id, const Napi::Object& value, const SamplingParams& defaults);
EmbeddingRequest to_embedding_request(RequestId id, const Napi::Object& value);
std::vector<AdapterUse> to_adapter_uses(const Napi::Object& request);
std::vector<std::string> to_texts(const Napi::Value& value);
Chat to_chat(const Napi::Object& value);
Infill to_infill(const Napi::Object& value);
std::vector<Token> to_tokens(const Napi::Value& value);

/** A grammar that JS holds and hands back in a request. */
Napi::Value from_grammar(Napi::Env env, const std::shared_ptr<Grammar>& grammar);
Napi::Value from_tokens(Napi::Env env, std::span<const Token> tokens);
Napi::Value from_token_lists(Napi::Env env, const std::vector<std::vector<Token>>& lists);
Napi::Value from_chat_prompt(Napi::Env env, const ChatPrompt& prompt);
Napi::Value from_model_info(Napi::Env env, const ModelInfo& info, const SamplingParams& defaults);
Napi::Value from_stats(Napi::Env env, const EngineStats& stats);

}  // namespace samewire
