#pragma once

#include <memory>

#include "event-port.h"
#include "model-engine.h"
#include "napi-setup.h"

namespace samewire {

/**
 * The JS object `NativeEngine` of src/native/binding.ts: checks arguments, calls the core,
 * converts back, and nothing else. JS thread only.
 *
 * Shutting down, from `close`, the `exit` event or the environment's cleanup, goes in this order:
 * stop the loop, close the port, free the model. Stopping may take as long as a step.
 */
class EngineWrap final : public Napi::ObjectWrap<EngineWrap> {
 public:
  static Napi::Function define(Napi::Env env);

  /** Wraps a loaded engine, whose events leave by the port. */
  static Napi::Object create(Napi::Env env, std::shared_ptr<ModelEngine> engine,
                             std::shared_ptr<EventPort> port);

  explicit EngineWrap(const Napi::CallbackInfo& info);
  ~EngineWrap() override;

  /** Ends the loop, and every request with it. Nothing is published any more. Safe to repeat. */
  void stop();

 private:
  static void on_environment_end(void* wrap);

  Napi::Value info(const Napi::CallbackInfo& info);
  void submit(const Napi::CallbackInfo& info);
  void embed(const Napi::CallbackInfo& info);
  void cancel(const Napi::CallbackInfo& info);
  void set_parked(const Napi::CallbackInfo& info);
  Napi::Value tokenize(const Napi::CallbackInfo& info);
  Napi::Value tokenize_texts(const Napi::CallbackInfo& info);
  Napi::Value tokenize_pairs(const Napi::CallbackInfo& info);
  Napi::Value add_adapter(const Napi::CallbackInfo& info);
  Napi::Value remove_adapter(const Napi::CallbackInfo& info);
  Napi::Value tokenize_infill(const Napi::CallbackInfo& info);
  Napi::Value tokenize_chat(const Napi::CallbackInfo& info);
  Napi::Value detokenize(const Napi::CallbackInfo& info);
  Napi::Value render_chat(const Napi::CallbackInfo& info);
  Napi::Value compile_grammar(const Napi::CallbackInfo& info);
  Napi::Value fits_grammar(const Napi::CallbackInfo& info);
  Napi::Value stats(const Napi::CallbackInfo& info);
  Napi::Value list_cache(const Napi::CallbackInfo& info);
  Napi::Value save_cache(const Napi::CallbackInfo& info);
  Napi::Value drop_cache(const Napi::CallbackInfo& info);
  void ref(const Napi::CallbackInfo& info);
  void unref(const Napi::CallbackInfo& info);
  Napi::Value close(const Napi::CallbackInfo& info);

  /** Shared, so that work on the thread pool keeps it. @throws Napi::Error after `close` */
  const std::shared_ptr<ModelEngine>& engine(Napi::Env env) const;

  std::shared_ptr<ModelEngine> engine_;
  std::shared_ptr<EventPort> port_;
  /** The environment's data may be gone before its objects are. */
  bool has_environment_ended_ = false;
};

}  // namespace samewire
