#include "load.h"

#include <atomic>
#include <memory>

#include "convert.h"
#include "engine-wrap.h"
#include "event-channel.h"
#include "event-pipe-port.h"
#include "promise-worker.h"

namespace samewire {
namespace {

struct LoadState {
  std::atomic<float> progress = 0.0F;
  std::atomic<bool> cancelled = false;
};

using EngineHandle = std::shared_ptr<ModelEngine>;

/** The engine keeps its port: it may publish until it is gone. */
EngineHandle load_engine(const LoadOptions& options, const std::shared_ptr<LoadState>& state,
                         const std::shared_ptr<EventPort>& port) {
  const auto progress = [&](float fraction) {
    state->progress = fraction;
    return !state->cancelled;
  };
  std::unique_ptr<ModelEngine> engine = ModelEngine::load(options, progress, *port);
  auto deleter = [port](ModelEngine* loaded) { std::default_delete<ModelEngine>()(loaded); };
  return {engine.release(), deleter};
}

/** A callback, or a socket. */
std::shared_ptr<EventPort> make_port(Napi::Env env, const Napi::Value& to) {
  if (to.IsNumber()) return std::make_shared<EventPipePort>(to.As<Napi::Number>().Int32Value());
  return std::make_shared<EventChannel>(env, to.As<Napi::Function>());
}

}  // namespace

Napi::Value load(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const LoadOptions options = to_load_options(info[0].As<Napi::Object>());
  const std::shared_ptr<EventPort> port = make_port(env, info[1]);
  const auto state = std::make_shared<LoadState>();

  const Napi::Promise promise = PromiseWorker<EngineHandle>::start(
      env, [options, state, port] { return load_engine(options, state, port); },
      [port](Napi::Env convert_env, EngineHandle& engine) -> Napi::Value {
        return EngineWrap::create(convert_env, std::move(engine), port);
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
