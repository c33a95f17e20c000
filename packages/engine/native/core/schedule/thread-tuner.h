#pragma once

#include <array>
#include <cstdint>

namespace samewire {

/**
 * Finds out how many threads decode fastest: now and then a few steps run with one thread more or
 * less, and what is clearly faster is kept. Other programs, the event loop of the server and
 * clients on the same machine all take cores away, and a thread that has to wait for its core makes
 * all others wait at every barrier, hundreds of times in a step.
 *
 * Trials grow rare while nothing changes, and come at once when steps become much slower. Only
 * steps with the same number of sequences are compared. It reads no clock. One thread.
 */
class ThreadTuner {
 public:
  /**
   * @param most >= 1
   * @param start 1 .. most
   */
  ThreadTuner(std::uint32_t start, std::uint32_t most);

  /** Threads for the next step. */
  std::uint32_t num_threads() const { return is_trying() ? tried_ : settled_; }

  /** A step of `num_decoding` sequences with `num_threads()` threads took so long. */
  void record(std::uint32_t num_decoding, double milliseconds);

 private:
  static constexpr std::size_t kSteps = 3;

  /** The last few step times. */
  class Window {
   public:
    void add(double milliseconds);
    void clear() { num_ = 0; }
    bool is_full() const { return num_ >= kSteps; }
    /** Of a full window. One step that the kernel interrupted does not move it. */
    double median() const;

   private:
    std::array<double, kSteps> values_{};
    std::size_t num_ = 0;
  };

  bool is_trying() const { return tried_ != 0; }
  void begin_trial();
  void end_trial();
  void restart(std::uint32_t num_decoding);

  std::uint32_t most_;
  std::uint32_t settled_;
  /** Threads of the trial that runs; 0 if none does. */
  std::uint32_t tried_ = 0;
  bool tries_more_ = false;
  /** The first step of a trial wakes threads or moves them; it is not counted. */
  bool skips_next_ = false;
  std::uint32_t num_decoding_ = 0;
  Window recent_;
  Window trial_;
  /** The fastest median since the last choice; 0 until known. */
  double usual_ms_ = 0.0;
  double since_trial_ms_ = 0.0;
  double pause_ms_;
};

}  // namespace samewire
