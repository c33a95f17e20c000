#include "js-error.h"

#include <new>
#include <string>

namespace samewire {

Napi::Error to_js_error(Napi::Env env, const Fault& fault) {
  Napi::Error error = Napi::Error::New(env, fault.message);
  Napi::Object details = Napi::Object::New(env);
  if (!fault.field.empty()) details.Set("field", fault.field);
  if (fault.num_prompt_tokens) details.Set("numPromptTokens", *fault.num_prompt_tokens);
  if (fault.max_tokens) details.Set("maxTokens", *fault.max_tokens);
  if (fault.context_length) details.Set("contextLength", *fault.context_length);
  if (fault.retry_after_ms) details.Set("retryAfterMs", *fault.retry_after_ms);
  error.Set("code", std::string(to_string(fault.code)));
  error.Set("details", details);
  return error;
}

Fault fault_of(const std::exception& error) {
  if (const auto* known = dynamic_cast<const EngineException*>(&error)) return known->fault();
  if (dynamic_cast<const std::bad_alloc*>(&error) != nullptr) {
    return {.code = ErrorCode::kOutOfMemory, .message = "Memory ran out."};
  }
  return {.code = ErrorCode::kInvalidParams, .message = error.what()};
}

}  // namespace samewire
