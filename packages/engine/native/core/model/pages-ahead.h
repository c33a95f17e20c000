#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "model/pages.h"

namespace samewire {

/**
 * Keeps memory ready that was written to before. The kernel gives a page when it is first written
 * to, and where copies are large that takes most of their time: here a thread of the lowest priority
 * does it ahead, while the machine has nothing better to do.
 */
class PagesAhead {
 public:
  /** What is smaller comes from memory that was used before, mostly, and is not worth pages of its own. */
  static constexpr std::size_t kFewBytes = 256 * 1024;

  /**
   * @param run_bytes what is asked for at most
   * @param num_runs so many of which are kept ready
   */
  PagesAhead(std::size_t run_bytes, std::size_t num_runs);
  ~PagesAhead();
  PagesAhead(const PagesAhead&) = delete;
  PagesAhead& operator=(const PagesAhead&) = delete;

  /**
   * At least so many bytes, or nothing if so much is not ready: it does not wait. What is in them is
   * of no meaning. One thread at a time.
   */
  std::optional<Pages> take(std::size_t size);

  /** Waits until everything is ready. */
  void wait_until_ready();

 private:
  void run();
  bool touch(const Pages& pages);

  const std::size_t run_bytes_;
  const std::size_t num_runs_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  std::vector<Pages> ready_;
  /** Of the run that was begun last. The taker's own. */
  Pages rest_;
  std::thread thread_;
};

}  // namespace samewire
