#pragma once

#include "event-port.h"
#include "loop/event-pipe.h"

namespace samewire {

/** Hands event blocks to another process without a detour over JS, which then holds the process open. */
class EventPipePort final : public EventPort {
 public:
  /** @param socket stays open for as long as this lives */
  explicit EventPipePort(int socket) : pipe_(socket) {}

  void publish(const EventBlock& block) override { pipe_.publish(block); }

  void ref(Napi::Env /*env*/) override {}
  void unref(Napi::Env /*env*/) override {}
  void close() override { pipe_.finish(); }
  void abandon() override { pipe_.finish(); }

 private:
  EventPipe pipe_;
};

}  // namespace samewire
