#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <utility>

#include "schedule/core-use.h"

namespace samewire {

/**
 * Finds out how many threads compute fastest: now and then a few steps run with one thread more or
 * less, and what is clearly faster is kept. Other programs, the event loop of the server and
 * clients on the same machine all take cores away, and a thread that has to wait for its core makes
 * all others wait at every barrier, hundreds of times in a step.
 *
 * Trials grow rare while nothing changes, and come at once when steps become much slower. One more
 * thread is not tried while no core is idle, and is tried as soon as one becomes idle. A step is
 * compared with others that compute about as much. It reads no clock. One thread.
 */
class ThreadTuner {
 public:
  /** How much trials may cost. */
  struct Caution {
    /** Time of steps between two trials: first, and at most. */
    double first_pause_ms = 1'000.0;
    double longest_pause_ms = 30'000.0;
    /** Steps of a trial that show it to be worse. */
    std::size_t steps_to_refuse = 2;
    /** Steps of a trial that there is nothing to compare with, until it ends without a result. */
    std::uint32_t unknown_steps = 8;
    /** Steps at least between two trials of a thread fewer, while nobody else wants the cores. */
    double steps_between = 0.0;
  };
  /** For long steps, most of which want all threads: a worse one is seen at once, and long felt. */
  static constexpr Caution kForPrompts{
      .first_pause_ms = 10'000.0,
      .longest_pause_ms = 300'000.0,
      .steps_to_refuse = 1,
      .unknown_steps = 1,
      .steps_between = 100.0};

  /** How the cores were used since it was last asked; see core-use.h. */
  using MeasureCoreUse = std::function<std::optional<CoreUse>()>;

  /**
   * @param most >= 1
   * @param start 1 .. most
   */
  ThreadTuner(std::uint32_t start, std::uint32_t most, MeasureCoreUse core_use)
      : ThreadTuner(start, most, std::move(core_use), Caution()) {}
  ThreadTuner(std::uint32_t start, std::uint32_t most, MeasureCoreUse core_use, const Caution& caution);

  /** Threads for the next step. */
  std::uint32_t num_threads() const { return is_trying() ? tried_ : settled_; }

  /** What a step computed. */
  struct Work {
    /** At least 1. */
    std::uint32_t num_rows;
    /** That the rows looked at, all together. */
    std::uint64_t num_cells = 0;
  };

  /** A step with `num_threads()` threads took so long. */
  void record(const Work& work, double milliseconds);

 private:
  static constexpr std::size_t kRowClasses = 144;
  static constexpr std::size_t kCellClasses = 64;

  /**
   * What the last few steps took, as shares of what is usual for their work. Where two
   * threads wait for one core some steps take ten times as long and others none the longer; so it is
   * the mean that tells, and one interruption by the kernel must not.
   */
  class Shares {
   public:
    void add(double share);
    void clear() { num_ = 0; }
    std::size_t num() const { return std::min(num_, values_.size()); }
    /** Of at least one. */
    double mean() const;

   private:
    std::array<double, 8> values_{};
    std::size_t num_ = 0;
  };

  bool is_trying() const { return tried_ != 0; }
  double& usual_of(const Work& work);
  void watch(double usual);
  double pause_before_trial(double usual) const;
  void look_at_cores(double milliseconds);
  void begin_trial(bool is_alarm);
  void end_trial();
  void keep_tried();
  void refuse_tried();
  void forget();
  void scale_usual(double factor);

  std::uint32_t most_;
  MeasureCoreUse core_use_;
  Caution caution_;
  std::uint32_t settled_;
  /** Threads of the trial that runs; 0 if none does. */
  std::uint32_t tried_ = 0;
  bool tries_more_ = false;
  /** Threads that were asleep have to wake up first. */
  bool skips_next_ = false;
  /** The trial was begun because steps became slower. */
  bool is_alarm_ = false;
  /** What a step takes with the settled number of threads, by its work; 0 until known. */
  std::array<std::array<double, kCellClasses>, kRowClasses> usual_ms_{};
  Shares recent_;
  Shares trial_;
  std::uint32_t num_unknown_ = 0;
  double since_trial_ms_ = 0.0;
  double since_look_ms_ = 0.0;
  bool core_is_idle_ = true;
  /** Others compute, and leave no core idle. */
  bool is_crowded_ = false;
  double pause_ms_;
  double alarm_pause_ms_ = 0.0;
};

}  // namespace samewire
