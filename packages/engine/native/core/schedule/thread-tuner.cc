#include "schedule/thread-tuner.h"

#include <algorithm>
#include <bit>
#include <numeric>
#include <utility>

namespace samewire {
namespace {

/** The longest pause, while there are threads that could help again as soon as their cores are free. */
constexpr double kLongestPauseBelowMs = 8'000.0;
/** From the first alarm for nothing to the next one. */
constexpr double kFirstAlarmPauseMs = 500.0;
/** Time of steps between two looks for a free core. */
constexpr double kLookMs = 500.0;
/** So much of a core is enough to try a thread on. */
constexpr double kFreeCore = 0.5;
/** What a trial must gain: less may be noise. */
constexpr double kClearlyFaster = 0.95;
/** Steps so much slower than usual mean that the machine has changed. */
constexpr double kMuchSlower = 1.4;
/** The most that one step counts, as a share of what is usual. */
constexpr double kSlowest = 4.0;
/** Steps before there can be an alarm. */
constexpr std::size_t kTellingSteps = 3;
/** Steps of a trial that show it to be better. */
constexpr std::size_t kStepsToSettle = 3;

/** Numbers of `num_bits` bits are told apart, and larger ones by as many bits of theirs. */
std::size_t class_of(std::uint64_t number, int num_bits) {
  const int num_less = std::max(static_cast<int>(std::bit_width(number)) - num_bits, 0);
  const auto half = static_cast<std::size_t>(1) << (num_bits - 1);
  return static_cast<std::size_t>(num_less) * half + static_cast<std::size_t>(number >> num_less);
}

}  // namespace

void ThreadTuner::Shares::add(double share) {
  values_[num_++ % values_.size()] = std::min(share, kSlowest);
}

double ThreadTuner::Shares::mean() const {
  return std::accumulate(values_.begin(), values_.begin() + static_cast<std::ptrdiff_t>(num()), 0.0) /
         static_cast<double>(num());
}

ThreadTuner::ThreadTuner(std::uint32_t start, std::uint32_t most, CountFreeCores free_cores,
                         const Caution& caution)
    : most_(most),
      free_cores_(std::move(free_cores)),
      caution_(caution),
      settled_(start),
      pause_ms_(caution.first_pause_ms) {}

double& ThreadTuner::usual_of(const Work& work) {
  const std::size_t row_class = class_of(work.num_rows, 5);
  const std::size_t cell_class = class_of(work.num_cells, 2);
  return usual_ms_[std::min(row_class, kRowClasses - 1)][std::min(cell_class, kCellClasses - 1)];
}

void ThreadTuner::record(const Work& work, double milliseconds) {
  if (most_ == 1) return;
  if (skips_next_) {
    skips_next_ = false;
    return;
  }
  double& usual = usual_of(work);
  if (is_trying()) {
    if (usual > 0.0) {
      trial_.add(milliseconds / usual);
    } else {
      ++num_unknown_;
    }
    end_trial();
    return;
  }
  const bool is_known = usual > 0.0;
  if (!is_known) usual = milliseconds;
  recent_.add(milliseconds / usual);
  // Streams grow longer, and so do their steps, slowly; what is faster is usual from then on.
  constexpr double kWeightOfFaster = 0.3;
  constexpr double kWeightOfSlower = 0.02;
  usual += (milliseconds < usual ? kWeightOfFaster : kWeightOfSlower) * (milliseconds - usual);
  watch(milliseconds, is_known);
}

// The first step of its kind begins no trial: the next is most likely of a kind that is known then.
void ThreadTuner::watch(double milliseconds, bool is_known) {
  since_trial_ms_ += milliseconds;
  look_for_a_core(milliseconds);
  if (recent_.num() < kTellingSteps || !is_known) return;
  if (recent_.mean() > kMuchSlower && since_trial_ms_ >= alarm_pause_ms_) {
    begin_trial(true);
  } else if (since_trial_ms_ >= pause_ms_) {
    begin_trial(false);
  }
}

void ThreadTuner::look_for_a_core(double milliseconds) {
  since_look_ms_ += milliseconds;
  if (settled_ == most_ || since_look_ms_ < kLookMs) return;
  since_look_ms_ = 0.0;
  const bool was_free = std::exchange(core_is_free_, free_cores_() >= kFreeCore);
  if (core_is_free_ && !was_free) pause_ms_ = std::min(pause_ms_, caution_.first_pause_ms);
}

void ThreadTuner::begin_trial(bool is_alarm) {
  if (is_alarm) {
    pause_ms_ = caution_.first_pause_ms;
    tries_more_ = false;
  }
  is_alarm_ = is_alarm;
  const bool can_do_more = settled_ < most_ && core_is_free_;
  const bool can_do_less = settled_ > 1;
  if (!can_do_more && !can_do_less) return refuse_tried();
  const bool does_more = can_do_more && (tries_more_ || !can_do_less);
  tried_ = does_more ? settled_ + 1 : settled_ - 1;
  tries_more_ = !does_more;
  trial_.clear();
  num_unknown_ = 0;
  skips_next_ = does_more;
}

void ThreadTuner::end_trial() {
  const bool is_faster =
      trial_.num() > 0 && trial_.mean() < recent_.mean() * kClearlyFaster;
  const bool goes_on = trial_.num() < (is_faster ? kStepsToSettle : caution_.steps_to_refuse);
  if (goes_on && num_unknown_ < caution_.unknown_steps) return;
  if (is_faster) {
    keep_tried();
  } else {
    skips_next_ = tried_ < settled_;
    refuse_tried();
  }
}

void ThreadTuner::keep_tried() {
  settled_ = tried_;
  pause_ms_ = caution_.first_pause_ms;
  alarm_pause_ms_ = 0.0;
  // What helped once may help again.
  tries_more_ = !tries_more_;
  scale_usual(trial_.mean());
  if (settled_ < most_) {
    // Only what comes from now on tells whether the core that was given up is free again.
    free_cores_();
    core_is_free_ = false;
    since_look_ms_ = 0.0;
  }
  forget();
}

void ThreadTuner::refuse_tried() {
  const double longest = settled_ < most_ ? kLongestPauseBelowMs : caution_.longest_pause_ms;
  pause_ms_ = std::min(pause_ms_ * 2, longest);
  if (is_alarm_) {
    alarm_pause_ms_ = std::clamp(alarm_pause_ms_ * 2, kFirstAlarmPauseMs, caution_.longest_pause_ms);
    // Slower for another reason, and so it is usual now.
    scale_usual(recent_.mean());
  }
  forget();
}

void ThreadTuner::forget() {
  tried_ = 0;
  since_trial_ms_ = 0.0;
  recent_.clear();
}

void ThreadTuner::scale_usual(double factor) {
  for (auto& of_rows : usual_ms_) {
    for (double& usual : of_rows) usual *= factor;
  }
}

}  // namespace samewire
