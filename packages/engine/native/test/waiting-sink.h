#pragma once

#include <condition_variable>
#include <mutex>

#include "recording-sink.h"

namespace samewire::testing {

/** A recording sink that another thread can wait on. */
class WaitingSink final : public EventSink {
 public:
  void publish(const EventBlock& block) override {
    const std::scoped_lock lock(mutex_);
    recorded_.publish(block);
    changed_.notify_all();
  }

  /** Sleeps until a condition on what was recorded holds. */
  template <typename Condition>
  void wait(Condition condition) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return condition(recorded_); });
  }

  /** What came of a choice, once it has finished. */
  Ending wait_for(RequestId request, std::uint32_t choice = 0) {
    Ending ending;
    wait([&](RecordingSink& recorded) {
      CHECK(!recorded.faults.contains(request));
      ending = recorded.choices[{request, choice}];
      return ending.num_finishes > 0;
    });
    return ending;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  RecordingSink recorded_;
};

}  // namespace samewire::testing
