#include "schedule/thread-tuner.h"

#include <algorithm>

namespace samewire {
namespace {

/** Decoding time between two trials: first, and at most. */
constexpr double kFirstPauseMs = 1'000.0;
constexpr double kLongestPauseMs = 30'000.0;
/** What a trial must gain: less may be noise. */
constexpr double kClearlyFaster = 0.95;
/** Steps so much slower than usual mean that the machine has changed. */
constexpr double kMuchSlower = 1.4;

}  // namespace

void ThreadTuner::Window::add(double milliseconds) { values_[num_++ % kSteps] = milliseconds; }

double ThreadTuner::Window::median() const {
  auto sorted = values_;
  std::ranges::sort(sorted);
  return sorted[kSteps / 2];
}

ThreadTuner::ThreadTuner(std::uint32_t start, std::uint32_t most)
    : most_(most), settled_(start), pause_ms_(kFirstPauseMs) {}

void ThreadTuner::record(std::uint32_t num_decoding, double milliseconds) {
  if (most_ == 1) return;
  if (num_decoding != num_decoding_) {
    restart(num_decoding);
    return;
  }
  if (skips_next_) {
    skips_next_ = false;
    return;
  }
  if (is_trying()) {
    trial_.add(milliseconds);
    if (trial_.is_full()) end_trial();
    return;
  }
  recent_.add(milliseconds);
  since_trial_ms_ += milliseconds;
  if (!recent_.is_full()) return;
  const double median = recent_.median();
  if (usual_ms_ == 0.0 || median < usual_ms_) usual_ms_ = median;
  if (median > usual_ms_ * kMuchSlower) {
    // What is usual is no longer so, with whatever number of threads.
    usual_ms_ = 0.0;
    pause_ms_ = kFirstPauseMs;
    tries_more_ = false;
    begin_trial();
  } else if (since_trial_ms_ >= pause_ms_) {
    begin_trial();
  }
}

void ThreadTuner::begin_trial() {
  const bool can_do_more = settled_ < most_;
  const bool can_do_less = settled_ > 1;
  const bool does_more = can_do_more && (tries_more_ || !can_do_less);
  tried_ = does_more ? settled_ + 1 : settled_ - 1;
  tries_more_ = !does_more;
  trial_.clear();
  skips_next_ = true;
}

void ThreadTuner::end_trial() {
  if (trial_.median() < recent_.median() * kClearlyFaster) {
    settled_ = tried_;
    // What helped once may help again.
    tries_more_ = !tries_more_;
    pause_ms_ = kFirstPauseMs;
    usual_ms_ = 0.0;
  } else {
    pause_ms_ = std::min(pause_ms_ * 2, kLongestPauseMs);
  }
  tried_ = 0;
  since_trial_ms_ = 0.0;
  recent_.clear();
  skips_next_ = true;
}

// Another number of sequences is another amount of work: nothing measured before compares with it.
void ThreadTuner::restart(std::uint32_t num_decoding) {
  num_decoding_ = num_decoding;
  tried_ = 0;
  skips_next_ = false;
  usual_ms_ = 0.0;
  recent_.clear();
}

}  // namespace samewire
