#pragma once

#include "loop/event.h"
#include "napi-setup.h"

namespace samewire {

/**
 * Where the event blocks of an engine leave the addon. `publish` may be called on any thread, the
 * rest on the JS thread only.
 */
class EventPort : public EventSink {
 public:
  /** Requests run, and hold the process open, or not any more. */
  virtual void ref(Napi::Env env) = 0;
  virtual void unref(Napi::Env env) = 0;
  /** The engine has stopped; what is on its way still arrives. */
  virtual void close() = 0;
  /** The environment is going down. */
  virtual void abandon() = 0;
};

}  // namespace samewire
