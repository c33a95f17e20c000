#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <utility>

#include "recording-sink.h"

namespace samewire::testing {

/** A recording sink that another thread can wait on. */
class WaitingSink final : public EventSink {
 public:
  void publish(const EventBlock& block) override {
    std::unique_lock lock(mutex_);
    recorded_.publish(block);
    changed_.notify_all();
    changed_.wait(lock, [&] { return !holds_ || !holds_(recorded_); });
  }

  /** Keeps the engine from its next step while a condition holds, until `let_go`. */
  void hold_when(std::function<bool(RecordingSink&)> condition) {
    const std::scoped_lock lock(mutex_);
    holds_ = std::move(condition);
  }

  void let_go() {
    const std::scoped_lock lock(mutex_);
    holds_ = nullptr;
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
  std::function<bool(RecordingSink&)> holds_;
};

}  // namespace samewire::testing
