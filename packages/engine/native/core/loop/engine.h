#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <variant>
#include <vector>

#include "error.h"
#include "loop/engine-loop.h"
#include "model/model-runner.h"
#include "request.h"
#include "text/vocabulary.h"

namespace samewire {

struct EngineOptions {
  LoopOptions loop;
  /**
   * Most choices that may wait for their first step, and most requests for embeddings; more are
   * refused with `kQueueFull`.
   */
  std::uint32_t max_waiting = 1024;
  /** Most prompt tokens that may wait; 0: no limit. One request may always wait. */
  std::uint64_t max_waiting_tokens = 0;
};

/**
 * One loop thread and the door to it. Every method may be called on any thread.
 *
 * The thread sleeps while there is nothing to do. It is the only one that touches the runner, and
 * that of the draft model, apart from `ModelRunner::abort`.
 */
class Engine {
 public:
  /**
   * Starts the thread and waits until the runner is prepared, so that no request waits for it.
   *
   * @param embedder null if the model makes no embeddings
   * @param sink must outlive the engine; it is called on the loop thread only
   * @param draft_model absent: drafts are of texts only
   * @throws EngineException if the runner cannot be prepared
   */
  Engine(std::unique_ptr<ModelRunner> runner, std::unique_ptr<Embedder> embedder,
         std::shared_ptr<const Vocabulary> vocabulary, const EngineOptions& options,
         EventSink& sink, std::optional<DraftModel> draft_model = std::nullopt);
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  /**
   * Checks a request and queues it.
   *
   * @return why it is refused, or nothing: then each of its choices ends in exactly one finish,
   *   or all of them in one fault.
   */
  std::optional<Fault> submit(Request request);

  /**
   * The same for embeddings: a vector for each input, or one fault.
   *
   * @return why it is refused, or nothing
   */
  std::optional<Fault> submit(EmbeddingRequest request);

  /** Ends a request within one step. An unknown or ended id is no error. */
  void cancel(RequestId request);

  /** Parks or resumes a request whose reader is behind. An unknown or ended id is no error. */
  void set_parked(RequestId request, bool parked);

  /** As of some milliseconds ago while it runs; exact once it has stopped. */
  EngineStats stats() const;

  /**
   * As those of `EngineLoop`, between two steps; they wait for that.
   *
   * @throws EngineException kClosed; of `save_cache` kUnsupported where nothing outlives the process
   */
  std::vector<KvCache::Listed> list_cache();
  bool save_cache();
  std::uint32_t drop_cache();

  /** Ends every request with a `kClosed` fault and joins the thread. Safe to repeat. */
  void stop();

 private:
  struct Submit {
    std::shared_ptr<const Request> request;
  };
  struct Embed {
    std::shared_ptr<const EmbeddingRequest> request;
  };
  struct Cancel {
    RequestId request;
  };
  struct SetParked {
    RequestId request;
    bool parked;
  };
  /** Gets null if the loop has ended. */
  struct Call {
    std::function<void(EngineLoop*)> work;
  };
  using Command = std::variant<Submit, Embed, Cancel, SetParked, Call>;

  void run(std::promise<void> prepared);
  std::optional<Fault> check_queue(const Request& request) const;
  std::optional<Fault> check_embedding_queue() const;
  std::uint32_t retry_after_ms() const;
  void refresh_stats(bool is_idle);
  bool take_commands(bool may_sleep);
  void apply(const Submit& command);
  void apply(const Embed& command);
  void apply(const Cancel& command);
  void apply(const SetParked& command);
  void apply(const Call& command);
  template <typename Result>
  Result ask(std::function<Result(EngineLoop&)> question);
  void post(Command command);
  void wake();
  EngineOptions with_wake(EngineOptions options);

  std::unique_ptr<ModelRunner> runner_;
  std::unique_ptr<Embedder> embedder_;
  std::optional<DraftModel> draft_model_;
  std::shared_ptr<const Vocabulary> vocabulary_;
  EngineOptions options_;

  mutable std::mutex mutex_;
  std::condition_variable has_commands_;
  std::vector<Command> commands_;
  bool stopping_ = false;
  /** On the loop thread: calls are not answered any more. */
  bool has_ended_ = false;
  /** A sleeping loop has something to look at. */
  bool is_woken_ = false;
  /** Choices submitted but not yet seen by the loop, and the tokens of their prompts. */
  std::uint32_t num_posted_ = 0;
  std::uint64_t num_posted_tokens_ = 0;
  std::uint32_t num_posted_embeddings_ = 0;
  /** As of some moment ago; all of a busy loop's figures every step would cost too much. */
  EngineStats stats_;
  std::chrono::steady_clock::time_point stats_at_;
  /** Its IO thread, if it has one, uses what stands before it. */
  EngineLoop loop_;
  std::thread thread_;
};

}  // namespace samewire
