#include "engine-wrap.h"

#include <string>
#include <utility>
#include <vector>

#include "addon-data.h"
#include "convert.h"
#include "js-error.h"
#include "promise-worker.h"

namespace samewire {
namespace {

/** The pair a new wrap takes over; passed through JS as an external. */
struct Parts {
  std::shared_ptr<ModelEngine> engine;
  std::shared_ptr<EventPort> port;
};

RequestId id_of(const Napi::Value& value) { return value.As<Napi::Number>().Uint32Value(); }

Napi::Value from_text(Napi::Env env, const std::string& text) {
  return Napi::String::New(env, text);
}

TokenizeOptions tokenize_options(const Napi::CallbackInfo& info) {
  return {.add_special = info[1].ToBoolean(), .parse_special = info[2].ToBoolean()};
}

}  // namespace

Napi::Function EngineWrap::define(Napi::Env env) {
  return DefineClass(env, "NativeEngine",
                     {
                         InstanceMethod<&EngineWrap::info>("info"),
                         InstanceMethod<&EngineWrap::submit>("submit"),
                         InstanceMethod<&EngineWrap::embed>("embed"),
                         InstanceMethod<&EngineWrap::cancel>("cancel"),
                         InstanceMethod<&EngineWrap::set_parked>("setParked"),
                         InstanceMethod<&EngineWrap::tokenize>("tokenize"),
                         InstanceMethod<&EngineWrap::tokenize_texts>("tokenizeTexts"),
                         InstanceMethod<&EngineWrap::tokenize_pairs>("tokenizePairs"),
                         InstanceMethod<&EngineWrap::add_adapter>("addAdapter"),
                         InstanceMethod<&EngineWrap::remove_adapter>("removeAdapter"),
                         InstanceMethod<&EngineWrap::tokenize_infill>("tokenizeInfill"),
                         InstanceMethod<&EngineWrap::tokenize_chat>("tokenizeChat"),
                         InstanceMethod<&EngineWrap::detokenize>("detokenize"),
                         InstanceMethod<&EngineWrap::render_chat>("renderChat"),
                         InstanceMethod<&EngineWrap::compile_grammar>("compileGrammar"),
                         InstanceMethod<&EngineWrap::fits_grammar>("fitsGrammar"),
                         InstanceMethod<&EngineWrap::stats>("stats"),
                         InstanceMethod<&EngineWrap::list_cache>("listCache"),
                         InstanceMethod<&EngineWrap::save_cache>("saveCache"),
                         InstanceMethod<&EngineWrap::drop_cache>("dropCache"),
                         InstanceMethod<&EngineWrap::ref>("ref"),
                         InstanceMethod<&EngineWrap::unref>("unref"),
                         InstanceMethod<&EngineWrap::close>("close"),
                     });
}

Napi::Object EngineWrap::create(Napi::Env env, std::shared_ptr<ModelEngine> engine,
                                std::shared_ptr<EventPort> port) {
  Parts parts{std::move(engine), std::move(port)};
  const auto external = Napi::External<Parts>::New(env, &parts);
  return env.GetInstanceData<AddonData>()->engine_class.New({external});
}

EngineWrap::EngineWrap(const Napi::CallbackInfo& info) : Napi::ObjectWrap<EngineWrap>(info) {
  if (!info[0].IsExternal()) {
    throw Napi::TypeError::New(info.Env(), "NativeEngine is created by load()");
  }
  Parts& parts = *info[0].As<Napi::External<Parts>>().Data();
  engine_ = std::move(parts.engine);
  port_ = std::move(parts.port);
  info.Env().GetInstanceData<AddonData>()->engines.insert(this);
  napi_add_env_cleanup_hook(info.Env(), on_environment_end, this);
}

EngineWrap::~EngineWrap() {
  if (has_environment_ended_) return;
  napi_remove_env_cleanup_hook(Env(), on_environment_end, this);
  Env().GetInstanceData<AddonData>()->engines.erase(this);
}

void EngineWrap::stop() {
  if (engine_ != nullptr) engine_->stop();
  port_->abandon();
  engine_.reset();
}

void EngineWrap::on_environment_end(void* wrap) {
  auto& self = *static_cast<EngineWrap*>(wrap);
  self.stop();
  self.has_environment_ended_ = true;
}

const std::shared_ptr<ModelEngine>& EngineWrap::engine(Napi::Env env) const {
  if (engine_ == nullptr) {
    throw to_js_error(env, {.code = ErrorCode::kClosed, .message = "The engine is closed."});
  }
  return engine_;
}

Napi::Value EngineWrap::info(const Napi::CallbackInfo& info) {
  const auto target = engine(info.Env());
  return from_model_info(info.Env(), target->info(), target->default_sampling());
}

void EngineWrap::submit(const Napi::CallbackInfo& info) {
  const auto& target = engine(info.Env());
  const auto value = info[1].As<Napi::Object>();
  Request request = to_request(id_of(info[0]), value, target->default_sampling());
  try {
    request.adapters = target->adapters(to_adapter_uses(value));
  } catch (const EngineException& error) {
    throw to_js_error(info.Env(), error.fault());
  }
  if (const auto fault = target->submit(std::move(request))) throw to_js_error(info.Env(), *fault);
}

void EngineWrap::embed(const Napi::CallbackInfo& info) {
  const auto fault = engine(info.Env())
                         ->submit(to_embedding_request(id_of(info[0]), info[1].As<Napi::Object>()));
  if (fault) throw to_js_error(info.Env(), *fault);
}

void EngineWrap::cancel(const Napi::CallbackInfo& info) {
  if (engine_ != nullptr) engine_->cancel(id_of(info[0]));
}

void EngineWrap::set_parked(const Napi::CallbackInfo& info) {
  if (engine_ != nullptr) engine_->set_parked(id_of(info[0]), info[1].ToBoolean());
}

Napi::Value EngineWrap::tokenize(const Napi::CallbackInfo& info) {
  return PromiseWorker<std::vector<Token>>::start(
      info.Env(),
      [engine = engine(info.Env()), text = info[0].As<Napi::String>().Utf8Value(),
       options = tokenize_options(info)] { return engine->tokenize(text, options); },
      from_tokens);
}

Napi::Value EngineWrap::tokenize_texts(const Napi::CallbackInfo& info) {
  return PromiseWorker<std::vector<std::vector<Token>>>::start(
      info.Env(),
      [engine = engine(info.Env()), texts = to_texts(info[0])] {
        std::vector<std::vector<Token>> lists;
        for (const std::string& text : texts) lists.push_back(engine->tokenize(text, {}));
        return lists;
      },
      from_token_lists);
}

Napi::Value EngineWrap::tokenize_pairs(const Napi::CallbackInfo& info) {
  return PromiseWorker<std::vector<std::vector<Token>>>::start(
      info.Env(),
      [engine = engine(info.Env()), query = info[0].As<Napi::String>().Utf8Value(),
       documents = to_texts(info[1])] { return engine->tokenize_pairs(query, documents); },
      from_token_lists);
}

Napi::Value EngineWrap::add_adapter(const Napi::CallbackInfo& info) {
  struct Nothing {};
  return PromiseWorker<Nothing>::start(
      info.Env(),
      [engine = engine(info.Env()), name = info[0].As<Napi::String>().Utf8Value(),
       path = info[1].As<Napi::String>().Utf8Value()] {
        engine->add_adapter(name, path);
        return Nothing{};
      },
      [](Napi::Env env, Nothing& /*nothing*/) { return env.Undefined(); });
}

Napi::Value EngineWrap::remove_adapter(const Napi::CallbackInfo& info) {
  const std::string name = info[0].As<Napi::String>().Utf8Value();
  return Napi::Boolean::New(info.Env(), engine(info.Env())->remove_adapter(name));
}

Napi::Value EngineWrap::tokenize_infill(const Napi::CallbackInfo& info) {
  return PromiseWorker<std::vector<Token>>::start(
      info.Env(),
      [engine = engine(info.Env()), infill = to_infill(info[0].As<Napi::Object>())] {
        return engine->tokenize_infill(infill);
      },
      from_tokens);
}

Napi::Value EngineWrap::tokenize_chat(const Napi::CallbackInfo& info) {
  return PromiseWorker<ChatPrompt>::start(
      info.Env(),
      [engine = engine(info.Env()), chat = to_chat(info[0].As<Napi::Object>())] {
        return engine->tokenize_chat(chat);
      },
      from_chat_prompt);
}

Napi::Value EngineWrap::detokenize(const Napi::CallbackInfo& info) {
  return PromiseWorker<std::string>::start(
      info.Env(),
      [engine = engine(info.Env()), tokens = to_tokens(info[0])] {
        return engine->detokenize(tokens);
      },
      from_text);
}

Napi::Value EngineWrap::render_chat(const Napi::CallbackInfo& info) {
  return PromiseWorker<std::string>::start(
      info.Env(),
      [engine = engine(info.Env()), chat = to_chat(info[0].As<Napi::Object>())] {
        return engine->render_chat(chat);
      },
      from_text);
}

Napi::Value EngineWrap::compile_grammar(const Napi::CallbackInfo& info) {
  return PromiseWorker<std::shared_ptr<Grammar>>::start(
      info.Env(),
      [engine = engine(info.Env()), gbnf = info[0].As<Napi::String>().Utf8Value()] {
        return engine->compile_grammar(gbnf);
      },
      from_grammar);
}

Napi::Value EngineWrap::fits_grammar(const Napi::CallbackInfo& info) {
  return PromiseWorker<bool>::start(
      info.Env(),
      [engine = engine(info.Env()), gbnf = info[0].As<Napi::String>().Utf8Value(),
       tokens = to_tokens(info[1])] { return engine->fits_grammar(gbnf, tokens); },
      [](Napi::Env env, bool fits) { return Napi::Boolean::New(env, fits); });
}

Napi::Value EngineWrap::stats(const Napi::CallbackInfo& info) {
  return from_stats(info.Env(), engine(info.Env())->stats());
}

Napi::Value EngineWrap::list_cache(const Napi::CallbackInfo& info) {
  using Listed = std::vector<KvCache::Listed>;
  return PromiseWorker<Listed>::start(
      info.Env(), [engine = engine(info.Env())] { return engine->list_cache(); },
      [](Napi::Env env, Listed& listed) {
        auto array = Napi::Array::New(env, listed.size());
        for (std::uint32_t i = 0; i < listed.size(); ++i) {
          auto sequence = Napi::Object::New(env);
          sequence.Set("numTokens", listed[i].num_tokens);
          sequence.Set("isInUse", Napi::Boolean::New(env, listed[i].is_held));
          array.Set(i, sequence);
        }
        return array;
      });
}

Napi::Value EngineWrap::save_cache(const Napi::CallbackInfo& info) {
  return PromiseWorker<bool>::start(
      info.Env(), [engine = engine(info.Env())] { return engine->save_cache(); },
      [](Napi::Env env, bool is_done) { return Napi::Boolean::New(env, is_done); });
}

Napi::Value EngineWrap::drop_cache(const Napi::CallbackInfo& info) {
  return PromiseWorker<std::uint32_t>::start(
      info.Env(), [engine = engine(info.Env())] { return engine->drop_cache(); },
      [](Napi::Env env, std::uint32_t count) { return Napi::Number::New(env, count); });
}

void EngineWrap::ref(const Napi::CallbackInfo& info) { port_->ref(info.Env()); }

void EngineWrap::unref(const Napi::CallbackInfo& info) { port_->unref(info.Env()); }

Napi::Value EngineWrap::close(const Napi::CallbackInfo& info) {
  struct Nothing {};
  return PromiseWorker<Nothing>::start(
      info.Env(),
      [engine = std::exchange(engine_, nullptr)]() mutable {
        if (engine != nullptr) engine->stop();
        engine.reset();
        return Nothing{};
      },
      [port = port_](Napi::Env env, Nothing& /*nothing*/) {
        port->close();
        return env.Undefined();
      });
}

}  // namespace samewire
