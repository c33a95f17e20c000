#include "addon-data.h"
#include "engine-wrap.h"
#include "load.h"
#include "napi-setup.h"

namespace {

/**
 * `process.exit` runs no cleanup hooks: it destroys llama.cpp's statics, and a loop that still
 * computes would use them. So loops end at the `exit` event, which is always there.
 */
void stop_engines_at_exit(Napi::Env env) {
  const auto process = env.Global().Get("process").As<Napi::Object>();
  const auto stop = [](const Napi::CallbackInfo& info) {
    for (samewire::EngineWrap* engine : info.Env().GetInstanceData<samewire::AddonData>()->engines) {
      engine->stop();
    }
  };
  process.Get("on").As<Napi::Function>().Call(
      process, {Napi::String::New(env, "exit"), Napi::Function::New(env, stop, "stopEngines")});
}

Napi::Object init(Napi::Env env, Napi::Object exports) {
  auto* data = new samewire::AddonData();
  data->engine_class = Napi::Persistent(samewire::EngineWrap::define(env));
  // From here on the environment owns it.
  env.SetInstanceData(data);
  stop_engines_at_exit(env);
  exports.Set("load", Napi::Function::New<samewire::load>(env, "load"));
  return exports;
}

}  // namespace

NODE_API_MODULE(samewire_engine, init)
