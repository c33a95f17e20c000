#include "model/pages-ahead.h"

#include <new>
#include <utility>

#ifdef __linux__
#include <pthread.h>
#include <sys/resource.h>
#endif

namespace samewire {
namespace {

// Of its own, and not of the process: on Linux a priority is a thread's.
void let_others_go_first() {
#ifdef __linux__
  constexpr int kLowest = 19;
  setpriority(PRIO_PROCESS, 0, kLowest);
  pthread_setname_np(pthread_self(), "samewire-pages");
#endif
}

}  // namespace

PagesAhead::PagesAhead(std::size_t run_bytes, std::size_t num_runs)
    : run_bytes_(run_bytes), num_runs_(num_runs), thread_([this] { run(); }) {}

PagesAhead::~PagesAhead() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

// A thread of the lowest priority may hold the lock and wait for a core. Then there is nothing here.
std::optional<Pages> PagesAhead::take(std::size_t size) {
  if (rest_.size() >= size) return rest_.split(size);
  Pages run;
  {
    const std::unique_lock lock(mutex_, std::try_to_lock);
    if (!lock || ready_.empty() || ready_.back().size() < size) return std::nullopt;
    run = std::move(ready_.back());
    ready_.pop_back();
  }
  changed_.notify_all();
  Pages taken = run.split(size);
  if (run.size() > rest_.size()) rest_ = std::move(run);
  return taken;
}

void PagesAhead::wait_until_ready() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return ready_.size() >= num_runs_; });
}

void PagesAhead::run() {
  let_others_go_first();
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return stopping_ || ready_.size() < num_runs_; });
      if (stopping_) return;
    }
    try {
      Pages pages(run_bytes_);
      if (!touch(pages)) return;
      const std::scoped_lock lock(mutex_);
      ready_.push_back(std::move(pages));
    } catch (const std::bad_alloc&) {
      // Memory has run out; whoever needs some will say so.
      return;
    }
    changed_.notify_all();
  }
}

bool PagesAhead::touch(const Pages& pages) {
  /** Few enough that nobody waits for the end long. */
  constexpr std::size_t kPagesAtOnce = 256;
  const std::size_t step = Pages::page_size();
  for (std::size_t i = 0; i * step < pages.size(); ++i) {
    if (i % kPagesAtOnce == 0) {
      const std::scoped_lock lock(mutex_);
      if (stopping_) return false;
    }
    // Volatile, so that it is written to although nobody reads it.
    *static_cast<volatile std::byte*>(pages.data() + i * step) = std::byte{1};
  }
  return true;
}

}  // namespace samewire
