#include "load.h"

#include <atomic>
#include <memory>

#include "convert.h"
#include "engine-wrap.h"
#include "event-channel.h"
#include "promise-worker.h"

namespace samewire {
namespace {

struct LoadState {
  std::atomic<float> progress = 0.0F;
  std::atomic<bool> cancelled = false;
};

using EngineHandle = std::shared_ptr<ModelEngine>;

/** The engine keeps its channel: it may publish until it is gone. */
EngineHandle load_engine(const LoadOptions& options, const std::shared_ptr<LoadState>& state,
                         const std::shared_ptr<EventChannel>& channel) {
  const auto progress = [&](float fraction) {
    state->progress = fraction;
    return !state->cancelled;
  };
  std::unique_ptr<ModelEngine> engine = ModelEngine::load(options, progress, *channel);
  auto deleter = [channel](ModelEngine* loaded) { std::default_delete<ModelEngine>()(loaded); };
  return {engine.release(), deleter};
}

}  // namespace

Napi::Value load(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const LoadOptions options = to_load_options(info[0].As<Napi::Object>());
  const auto channel = std::make_shared<EventChannel>(env, info[1].As<Napi::Function>());
  const auto state = std::make_shared<LoadState>();

  const Napi::Promise promise = PromiseWorker<EngineHandle>::start(
      env, [options, state, channel] { return load_engine(options, state, channel); },
      [channel](Napi::Env convert_env, EngineHandle& engine) -> Napi::Value {
        return EngineWrap::create(convert_env, std::move(engine), channel);
      });

  Napi::Object result = Napi::Object::New(env);
  result.Set("engine", promise);
  result.Set("progress", Napi::Function::New(env, [state](const Napi::CallbackInfo& call) {
               return Napi::Number::New(call.Env(), state->progress);
             }));
  result.Set("cancel", Napi::Function::New(env, [state](const Napi::CallbackInfo& /*call*/) {
               state->cancelled = true;
             }));
  return result;
}

}  // namespace samewire
