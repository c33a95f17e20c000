#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "loop/draft-planner.h"
#include "loop/embedding-queue.h"
#include "loop/engine-stats.h"
#include "loop/event.h"
#include "loop/generation.h"
#include "loop/step-batch.h"
#include "loop/step-groups.h"
#include "model/embedder.h"
#include "model/model-runner.h"
#include "request.h"
#include "schedule/fair-queue.h"
#include "schedule/kv-cache.h"
#include "schedule/step-pacer.h"
#include "schedule/step-plan.h"
#include "text/vocabulary.h"

namespace samewire {

struct LoopOptions {
  /** Most tokens one request may use, prompt and answer together. */
  std::uint32_t context_length;
  /** Most tokens of one step; also how soon a cancel during a long prompt takes effect. */
  std::uint32_t max_step_tokens = 512;
  /** Most generations computed together; 0: as many as there are sequences. */
  std::uint32_t max_running = 0;
  /** Most cells that nothing but kept prefixes may use; absent: all. */
  std::optional<std::uint32_t> max_kept_cells = std::nullopt;
  PaceTarget pace = {};
  /** Where drafts come from; none where memory cannot take them back. */
  Speculation speculation = Speculation::kOff;
  /** Where kept prefixes go when their cells are needed. */
  OffloadOptions offload = {};
  /** What time it is; another clock in tests. */
  std::function<Generation::Clock::time_point()> now = Generation::Clock::now;
};

/**
 * Continuous batching as a state machine: generations wait, run, and end, one step at a time.
 * Loop thread only; it has no thread and no lock of its own, so a test can drive it by hand.
 *
 * Every accepted choice ends exactly once: with a finish, or with the fault of its request.
 */
class EngineLoop {
 public:
  /**
   * Everything passed by reference or pointer must outlive the loop.
   *
   * @param embedder null if the model makes no embeddings; then no such request may be accepted
   * @param draft_model null: drafts are of texts only
   */
  EngineLoop(ModelRunner& runner, Embedder* embedder, const Vocabulary& vocabulary,
             const LoopOptions& options, EventSink& sink, const DraftModel* draft_model = nullptr);

  /** Queues the choices of a checked request. */
  void accept(std::shared_ptr<const Request> request);

  /** Queues the inputs of a checked request for embeddings. */
  void accept(std::shared_ptr<const EmbeddingRequest> request);

  /**
   * Ends what is left of a request: choices with `kCancelled`, embeddings without a word. An
   * unknown id is no error.
   */
  void cancel(RequestId request);

  /** Stops or resumes computing a request whose reader is behind. An unknown id is no error. */
  void set_parked(RequestId request, bool parked);

  /**
   * Lets waiting generations in and computes one step.
   *
   * @return false if there was nothing to do: only a new call of the others can change that.
   */
  bool step();

  /**
   * Ends every request with a fault, and then puts prefixes on disk, if there is such a tier, for at most
   * some seconds. The last call.
   */
  void close(const Fault& fault);

  /** As those of `KvCache`. */
  std::vector<KvCache::Listed> list_cache() const { return cache_.list(); }
  bool has_lasting_cache() const { return cache_.lasts(); }
  bool save_cache();
  std::uint32_t drop_cache() { return cache_.drop_kept(); }

  EngineStats stats() const;
  std::uint32_t num_waiting_embeddings() const { return embeddings_.num_requests(); }
  std::uint32_t num_waiting() const { return static_cast<std::uint32_t>(waiting_.size()); }

 private:
  using Clock = Generation::Clock;
  using Generations = std::vector<std::unique_ptr<Generation>>;

  void fail_late();
  void admit_waiting();
  void admit(std::size_t index);
  bool waits_for_leader(Generation& generation) const;
  std::uint32_t count_cached(const Generation& generation) const;
  bool preempt_parked();
  bool free_a_slot(const Generation& next);
  void insert_waiting(std::unique_ptr<Generation> generation);
  bool step_generations(const AdapterSet* adapters, Clock::time_point started_at);
  void leave_out_decoding(const AdapterSet* adapters);
  double ms_since(Clock::time_point start) const;
  void preempt(Generation& generation);
  DecodeStatus decode(const StepPlan& plan);
  /** Adds rows to the batch where that makes it faster, and says whether it did. */
  bool fill_tile(const StepPlan& plan);
  void take_results(const StepPlan& plan);
  std::uint32_t check_draft(Generation& generation, const StepPlan::Share& share,
                            std::size_t last_in_batch);
  void record_step(const StepPlan& plan, double milliseconds);
  void sample(Generation& generation, std::span<const float> logits);
  void handle_no_room(const StepPlan& plan);
  void fail_all(const StepPlan& plan, DecodeStatus status);
  void fail_request(RequestId request, const Fault& fault);
  void emit_finish(const Generation& generation);
  template <typename Visit>
  void for_each_choice(RequestId request, Visit visit);
  void settle();

  ModelRunner& runner_;
  const Vocabulary& vocabulary_;
  LoopOptions options_;
  EventSink& sink_;
  KvCache cache_;
  Generations running_;
  /** First in rank first. */
  Generations waiting_;
  EmbeddingQueue embeddings_;
  FairQueue fair_queue_;
  StepGroups groups_;
  StepPacer pacer_;
  DraftPlanner draft_planner_;
  std::uint64_t next_order_ = 0;
  /** The last step found no room, whatever the count of cells said. */
  bool is_crowded_ = false;
  StepBatch step_batch_;
  /** Of the last step: how many tokens of the draft in each share were right. */
  std::vector<std::uint32_t> num_right_;
  EventBlock block_;
  EngineStats totals_;
};

}  // namespace samewire
