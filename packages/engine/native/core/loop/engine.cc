#include "loop/engine.h"

#include <algorithm>
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

constexpr auto kStatsAge = std::chrono::milliseconds(20);
/** Bounds of an advice to come back later. */
constexpr double kMinRetryMs = 1'000.0;
constexpr double kMaxRetryMs = 120'000.0;

// So that profilers and debuggers show which thread computes.
void name_this_thread() {
#ifdef __linux__
  pthread_setname_np(pthread_self(), "samewire-loop");
#endif
}

Fault closed() { return {.code = ErrorCode::kClosed, .message = "The engine was closed."}; }

}  // namespace

Engine::Engine(std::unique_ptr<ModelRunner> runner, std::unique_ptr<Embedder> embedder,
               std::shared_ptr<const Vocabulary> vocabulary, const EngineOptions& options,
               EventSink& sink, std::optional<DraftModel> draft_model)
    : runner_(std::move(runner)),
      embedder_(std::move(embedder)),
      draft_model_(std::move(draft_model)),
      vocabulary_(std::move(vocabulary)),
      options_(with_wake(options)),
      loop_(*runner_, embedder_.get(), *vocabulary_, options_.loop, sink,
            draft_model_ ? &*draft_model_ : nullptr) {
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
  if (stopping_) return closed();
  if (auto refusal = check_queue(request)) return refusal;
  num_posted_ += request.num_choices;
  num_posted_tokens_ += request.prompt.size();
  commands_.emplace_back(Submit{std::make_shared<const Request>(std::move(request))});
  has_commands_.notify_one();
  return std::nullopt;
}

std::optional<Fault> Engine::submit(EmbeddingRequest request) {
  if (embedder_ == nullptr) {
    return Fault{.code = ErrorCode::kUnsupported, .message = "This model makes no embeddings."};
  }
  if (auto fault = check_request(request, *vocabulary_, embedder_->limits())) return fault;
  const std::scoped_lock lock(mutex_);
  if (stopping_) return closed();
  if (auto refusal = check_embedding_queue()) return refusal;
  ++num_posted_embeddings_;
  commands_.emplace_back(Embed{std::make_shared<const EmbeddingRequest>(std::move(request))});
  has_commands_.notify_one();
  return std::nullopt;
}

std::optional<Fault> Engine::check_queue(const Request& request) const {
  const std::uint32_t num_waiting = stats_.num_waiting + num_posted_;
  if (num_waiting == 0) return std::nullopt;
  const std::uint64_t num_tokens = stats_.num_waiting_tokens + num_posted_tokens_;
  const bool is_over_tokens = options_.max_waiting_tokens > 0 &&
                              num_tokens + request.prompt.size() > options_.max_waiting_tokens;
  const bool is_over_count = num_waiting + request.num_choices > options_.max_waiting;
  if (!is_over_tokens && !is_over_count) return std::nullopt;
  return Fault{.code = ErrorCode::kQueueFull,
               .message = is_over_count
                              ? std::to_string(num_waiting) + " requests are waiting already."
                              : std::to_string(num_tokens) + " prompt tokens are waiting already.",
               .retry_after_ms = retry_after_ms()};
}

std::optional<Fault> Engine::check_embedding_queue() const {
  const std::uint32_t num_waiting = stats_.num_waiting_embeddings + num_posted_embeddings_;
  if (num_waiting == 0 || num_waiting < options_.max_waiting) return std::nullopt;
  return Fault{.code = ErrorCode::kQueueFull,
               .message = std::to_string(num_waiting) +
                          " requests for embeddings are waiting already.",
               .retry_after_ms = retry_after_ms()};
}

std::uint32_t Engine::retry_after_ms() const {
  const double wait_ms = std::clamp(stats_.estimated_wait_ms, kMinRetryMs, kMaxRetryMs);
  return static_cast<std::uint32_t>(wait_ms);
}

void Engine::cancel(RequestId request) { post(Cancel{request}); }

void Engine::set_parked(RequestId request, bool parked) { post(SetParked{request, parked}); }

EngineStats Engine::stats() const {
  const std::scoped_lock lock(mutex_);
  EngineStats stats = stats_;
  stats.num_waiting += num_posted_;
  stats.num_waiting_tokens += num_posted_tokens_;
  return stats;
}

// What is asked goes through the loop thread, as everything that touches the cache does.
template <typename Result>
Result Engine::ask(std::function<Result(EngineLoop&)> question) {
  auto answer = std::make_shared<std::promise<Result>>();
  std::future<Result> answered = answer->get_future();
  {
    const std::scoped_lock lock(mutex_);
    if (stopping_) throw EngineException(closed());
    commands_.emplace_back(Call{[answer, question = std::move(question)](EngineLoop* loop) {
      try {
        if (loop == nullptr) throw EngineException(closed());
        answer->set_value(question(*loop));
      } catch (...) {
        answer->set_exception(std::current_exception());
      }
    }});
    has_commands_.notify_one();
  }
  return answered.get();
}

std::vector<KvCache::Listed> Engine::list_cache() {
  return ask<std::vector<KvCache::Listed>>([](EngineLoop& loop) { return loop.list_cache(); });
}

bool Engine::save_cache() {
  return ask<bool>([](EngineLoop& loop) {
    if (loop.has_lasting_cache()) return loop.save_cache();
    throw EngineException(ErrorCode::kUnsupported,
                          "There is no folder on disk that this model's cache could be put in.");
  });
}

std::uint32_t Engine::drop_cache() {
  return ask<std::uint32_t>([](EngineLoop& loop) { return loop.drop_cache(); });
}

void Engine::stop() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
    has_commands_.notify_one();
  }
  runner_->abort();
  if (embedder_ != nullptr) embedder_->abort();
  if (draft_model_) draft_model_->runner->abort();
  if (thread_.joinable()) thread_.join();
}

void Engine::post(Command command) {
  const std::scoped_lock lock(mutex_);
  commands_.push_back(std::move(command));
  has_commands_.notify_one();
}

void Engine::wake() {
  const std::scoped_lock lock(mutex_);
  is_woken_ = true;
  has_commands_.notify_one();
}

EngineOptions Engine::with_wake(EngineOptions options) {
  options.loop.offload.wake = [this] { wake(); };
  return options;
}

// The top of the loop thread: nothing is thrown past here. What ends the loop ends every request.
void Engine::run(std::promise<void> prepared) {
  name_this_thread();
  try {
    runner_->prepare();
    if (embedder_ != nullptr) embedder_->prepare();
    if (draft_model_) draft_model_->runner->prepare();
  } catch (...) {
    prepared.set_exception(std::current_exception());
    return;
  }
  prepared.set_value();
  Fault fault = closed();
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
  has_ended_ = true;
  take_commands(false);
  loop_.close(fault);
  const std::scoped_lock lock(mutex_);
  stats_ = loop_.stats();
}

void Engine::refresh_stats(bool is_idle) {
  const auto now = std::chrono::steady_clock::now();
  if (is_idle || now - stats_at_ >= kStatsAge) {
    stats_ = loop_.stats();
    stats_at_ = now;
  } else {
    stats_.num_waiting = loop_.num_waiting();
    stats_.num_waiting_embeddings = loop_.num_waiting_embeddings();
  }
}

/** Hands new commands to the loop, after sleeping for some if `may_sleep`. False: time to stop. */
bool Engine::take_commands(bool may_sleep) {
  std::vector<Command> commands;
  bool goes_on = true;
  {
    std::unique_lock lock(mutex_);
    refresh_stats(may_sleep);
    if (may_sleep) {
      has_commands_.wait(lock, [&] { return stopping_ || is_woken_ || !commands_.empty(); });
    }
    is_woken_ = false;
    commands.swap(commands_);
    stats_.num_waiting += std::exchange(num_posted_, 0);
    stats_.num_waiting_embeddings += std::exchange(num_posted_embeddings_, 0);
    stats_.num_waiting_tokens += std::exchange(num_posted_tokens_, 0);
    goes_on = !stopping_;
  }
  for (const Command& command : commands) {
    std::visit([&](const auto& known) { apply(known); }, command);
  }
  return goes_on;
}

void Engine::apply(const Submit& command) { loop_.accept(command.request); }

void Engine::apply(const Embed& command) { loop_.accept(command.request); }

void Engine::apply(const Cancel& command) { loop_.cancel(command.request); }

void Engine::apply(const SetParked& command) { loop_.set_parked(command.request, command.parked); }

void Engine::apply(const Call& command) { command.work(has_ended_ ? nullptr : &loop_); }

}  // namespace samewire
