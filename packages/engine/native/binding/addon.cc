#include "addon-data.h"
#include "engine-wrap.h"
#include "load.h"
#include "napi-setup.h"

namespace {

Napi::Object init(Napi::Env env, Napi::Object exports) {
  auto* data = new samewire::AddonData();
  data->engine_class = Napi::Persistent(samewire::EngineWrap::define(env));
  // From here on the environment owns it.
  env.SetInstanceData(data);
  exports.Set("load", Napi::Function::New<samewire::load>(env, "load"));
  return exports;
}

}  // namespace

NODE_API_MODULE(samewire_engine, init)
