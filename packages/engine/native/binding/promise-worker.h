#pragma once

#include <exception>
#include <functional>
#include <optional>
#include <utility>

#include "js-error.h"
#include "napi-setup.h"

namespace samewire {

/**
 * Does work on Node's thread pool and settles a promise with what it came to. `work` runs off the
 * JS thread and must not touch JS; `convert` runs on it. What `work` throws becomes a rejection.
 */
template <typename Result>
class PromiseWorker final : public Napi::AsyncWorker {
 public:
  using Work = std::function<Result()>;
  using Convert = std::function<Napi::Value(Napi::Env, Result&)>;

  /** Starts the work. The worker owns itself until the promise is settled. */
  static Napi::Promise start(Napi::Env env, Work work, Convert convert) {
    // Napi::AsyncWorker deletes itself after OnOK or OnError.
    auto* worker = new PromiseWorker(env, std::move(work), std::move(convert));
    worker->Queue();
    return worker->deferred_.Promise();
  }

 protected:
  void Execute() override {
    try {
      result_.emplace(work_());
    } catch (const std::exception& error) {
      fault_ = fault_of(error);
    }
  }

  void OnOK() override {
    const Napi::HandleScope scope(Env());
    // Whatever the work kept alive is let go before JS hears of the end.
    work_ = nullptr;
    if (fault_) {
      deferred_.Reject(to_js_error(Env(), *fault_).Value());
    } else {
      deferred_.Resolve(convert_(Env(), *result_));
    }
  }

 private:
  PromiseWorker(Napi::Env env, Work work, Convert convert)
      : Napi::AsyncWorker(env),
        deferred_(Napi::Promise::Deferred::New(env)),
        work_(std::move(work)),
        convert_(std::move(convert)) {}

  Napi::Promise::Deferred deferred_;
  Work work_;
  Convert convert_;
  std::optional<Result> result_;
  std::optional<Fault> fault_;
};

}  // namespace samewire
