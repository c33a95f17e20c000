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
/** Time of steps between two looks at the cores. */
constexpr double kLookMs = 500.0;
/** So much of a core is enough to try a thread on. */
constexpr double kIdleCore = 0.5;
/** So much of a core is what others notably use. */
constexpr double kUsedByOthers = 0.25;
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

ThreadTuner::ThreadTuner(std::uint32_t start, std::uint32_t most, MeasureCoreUse core_use,
                         const Caution& caution)
    : most_(most),
      core_use_(std::move(core_use)),
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
  since_trial_ms_ += milliseconds;
  look_at_cores(milliseconds);
  // The first step of its kind begins no trial: the next is most likely of a kind that is known then.
  if (is_known) watch(usual);
}

void ThreadTuner::watch(double usual) {
  if (recent_.num() < kTellingSteps) return;
  if (recent_.mean() > kMuchSlower && since_trial_ms_ >= alarm_pause_ms_) {
    begin_trial(true);
  } else if (since_trial_ms_ >= pause_before_trial(usual)) {
    begin_trial(false);
  }
}

double ThreadTuner::pause_before_trial(double usual) const {
  if (settled_ < most_ || is_crowded_) return pause_ms_;
  return std::max(pause_ms_, caution_.steps_between * usual);
}

void ThreadTuner::look_at_cores(double milliseconds) {
  since_look_ms_ += milliseconds;
  if (since_look_ms_ < kLookMs) return;
  since_look_ms_ = 0.0;
  const std::optional<CoreUse> use = core_use_();
  const bool was_idle = std::exchange(core_is_idle_, !use || use->idle >= kIdleCore);
  is_crowded_ = !use || (use->others >= kUsedByOthers && use->idle < kIdleCore);
  if (settled_ < most_ && core_is_idle_ && !was_idle) {
    pause_ms_ = std::min(pause_ms_, caution_.first_pause_ms);
  }
}

void ThreadTuner::begin_trial(bool is_alarm) {
  if (is_alarm) {
    pause_ms_ = caution_.first_pause_ms;
    tries_more_ = false;
  }
  is_alarm_ = is_alarm;
  const bool can_do_more = settled_ < most_ && core_is_idle_;
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
    // Only what comes from now on tells whether the core that was given up is idle again.
    core_use_();
    core_is_idle_ = false;
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
