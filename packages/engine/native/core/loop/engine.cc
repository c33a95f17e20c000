#include "loop/engine.h"

#include <exception>
#include <new>
#include <string>
#include <utility>

#ifdef __linux__
#include <pthread.h>
#endif

#include "request-check.h"

namespace samewire {
namespace {

// So that profilers and debuggers show which thread computes.
void name_this_thread() {
#ifdef __linux__
  pthread_setname_np(pthread_self(), "samewire-loop");
#endif
}

}  // namespace

Engine::Engine(std::unique_ptr<ModelRunner> runner, std::shared_ptr<const Vocabulary> vocabulary,
               const EngineOptions& options, EventSink& sink)
    : runner_(std::move(runner)),
      vocabulary_(std::move(vocabulary)),
      options_(options),
      loop_(*runner_, *vocabulary_, options.loop, sink) {
  std::promise<void> prepared;
  std::future<void> is_prepared = prepared.get_future();
  thread_ = std::thread([this, prepared = std::move(prepared)]() mutable {
    run(std::move(prepared));
  });
  try {
    is_prepared.get();
  } catch (...) {
    thread_.join();
    throw;
  }
}

Engine::~Engine() { stop(); }

std::optional<Fault> Engine::submit(Request request) {
  auto fault = check_request(request, *vocabulary_, options_.loop.context_length);
  if (fault) return fault;
  const std::scoped_lock lock(mutex_);
  if (stopping_) return Fault{.code = ErrorCode::kClosed, .message = "The engine was closed."};
  const std::uint32_t num_waiting = stats_.num_waiting + num_posted_;
  if (num_waiting > 0 && num_waiting + request.num_choices > options_.max_waiting) {
    return Fault{.code = ErrorCode::kQueueFull,
                 .message = std::to_string(num_waiting) + " requests are waiting already."};
  }
  num_posted_ += request.num_choices;
  commands_.emplace_back(Submit{std::make_shared<const Request>(std::move(request))});
  has_commands_.notify_one();
  return std::nullopt;
}

void Engine::cancel(RequestId request) { post(Cancel{request}); }

void Engine::set_parked(RequestId request, bool parked) { post(SetParked{request, parked}); }

EngineStats Engine::stats() const {
  const std::scoped_lock lock(mutex_);
  EngineStats stats = stats_;
  stats.num_waiting += num_posted_;
  return stats;
}

void Engine::stop() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
    has_commands_.notify_one();
  }
  runner_->abort();
  if (thread_.joinable()) thread_.join();
}

void Engine::post(Command command) {
  const std::scoped_lock lock(mutex_);
  commands_.push_back(std::move(command));
  has_commands_.notify_one();
}

// The top of the loop thread: nothing is thrown past here. What ends the loop ends every request.
void Engine::run(std::promise<void> prepared) {
  name_this_thread();
  try {
    runner_->prepare();
  } catch (...) {
    prepared.set_exception(std::current_exception());
    return;
  }
  prepared.set_value();
  Fault fault{.code = ErrorCode::kClosed, .message = "The engine was closed."};
  try {
    bool is_idle = false;
    while (take_commands(is_idle)) is_idle = !loop_.step();
  } catch (const std::bad_alloc&) {
    fault = {.code = ErrorCode::kOutOfMemory, .message = "Memory ran out in the engine's loop."};
  } catch (const std::exception& error) {
    fault = {.code = ErrorCode::kDecodeFailed, .message = error.what()};
  }
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  take_commands(false);
  loop_.close(fault);
}

/** Hands new commands to the loop, after sleeping for some if `may_sleep`. False: time to stop. */
bool Engine::take_commands(bool may_sleep) {
  std::vector<Command> commands;
  bool goes_on = true;
  {
    std::unique_lock lock(mutex_);
    stats_ = loop_.stats();
    if (may_sleep) has_commands_.wait(lock, [&] { return stopping_ || !commands_.empty(); });
    commands.swap(commands_);
    stats_.num_waiting += std::exchange(num_posted_, 0);
    goes_on = !stopping_;
  }
  for (const Command& command : commands) {
    std::visit([&](const auto& known) { apply(known); }, command);
  }
  return goes_on;
}

void Engine::apply(const Submit& command) { loop_.accept(command.request); }

void Engine::apply(const Cancel& command) { loop_.cancel(command.request); }

void Engine::apply(const SetParked& command) { loop_.set_parked(command.request, command.parked); }

}  // namespace samewire
