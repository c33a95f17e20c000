#include "event-channel.h"

#include <memory>
#include <utility>

namespace samewire {

EventChannel::EventChannel(Napi::Env env, Napi::Function on_events)
    : function_(Function::New(env, on_events, "samewire-events", 0, 1)) {
  function_.Unref(env);
}

void EventChannel::publish(const EventBlock& block) {
  const std::scoped_lock lock(state_->mutex);
  if (state_->closed) return;
  state_->pending.insert(state_->pending.end(), block.bytes().begin(), block.bytes().end());
  if (state_->call_on_its_way) return;
  auto argument = std::make_unique<std::shared_ptr<State>>(state_);
  if (function_.NonBlockingCall(argument.get()) != napi_ok) return;
  // Now owned by the call.
  static_cast<void>(argument.release());
  state_->call_on_its_way = true;
}

void EventChannel::deliver(Napi::Env env, Napi::Function on_events, std::nullptr_t* /*context*/,
                           std::shared_ptr<State>* argument) {
  const std::unique_ptr<std::shared_ptr<State>> owned(argument);
  std::vector<std::uint8_t> bytes;
  {
    State& state = **owned;
    const std::scoped_lock lock(state.mutex);
    state.call_on_its_way = false;
    bytes.swap(state.pending);
  }
  // Without an environment the process is going down, and nobody is left to read.
  if (env == nullptr || bytes.empty()) return;
  on_events.Call({Napi::Buffer<std::uint8_t>::Copy(env, bytes.data(), bytes.size())});
}

void EventChannel::ref(Napi::Env env) { function_.Ref(env); }

void EventChannel::unref(Napi::Env env) { function_.Unref(env); }

void EventChannel::close() {
  const std::scoped_lock lock(state_->mutex);
  if (std::exchange(state_->closed, true)) return;
  function_.Release();
}

void EventChannel::abandon() {
  const std::scoped_lock lock(state_->mutex);
  state_->closed = true;
}

}  // namespace samewire
