#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "event-port.h"
#include "napi-setup.h"

namespace samewire {

/**
 * Carries event blocks from the loop thread to a JS callback.
 *
 * 1. At most one call is on its way: what comes before JS gets round to it is appended, so a busy
 *    JS thread gets fewer and larger blocks and nothing queues up in Node.
 * 2. It holds the process open only between `ref` and `unref`: while requests run.
 * 3. After `close` or `abandon` bytes published are dropped. A thread-safe function must not be
 *    released once its environment is going down, which is why there are two.
 */
class EventChannel final : public EventPort {
 public:
  EventChannel(Napi::Env env, Napi::Function on_events);

  void publish(const EventBlock& block) override;

  void ref(Napi::Env env) override;
  void unref(Napi::Env env) override;
  void close() override;
  /** Node disposes of what is on its way. */
  void abandon() override;

 private:
  /** Shared with calls on their way, which may outlive the channel. */
  struct State {
    std::mutex mutex;
    std::vector<std::uint8_t> pending;
    bool call_on_its_way = false;
    bool closed = false;
  };

  static void deliver(Napi::Env env, Napi::Function on_events, std::nullptr_t* context,
                      std::shared_ptr<State>* state);

  using Function = Napi::TypedThreadSafeFunction<std::nullptr_t, std::shared_ptr<State>, deliver>;

  std::shared_ptr<State> state_ = std::make_shared<State>();
  Function function_;
};

}  // namespace samewire
