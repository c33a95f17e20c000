#pragma once

#include <memory>
#include <vector>

#include "loop/draft-rows.h"
#include "loop/step-batch.h"
#include "model/model-runner.h"
#include "schedule/step-plan.h"

namespace samewire {

/**
 * The rows of layers that were trained to draft: a token each, with the state that the served model
 * was in before it.
 *
 * States are known of what is computed, not of what is found in a cache; so the rows of a generation
 * begin where its states do, and begin anew behind a gap. What stands before them is missed, and a
 * draft is no more than a guess.
 */
class StateRows final : public DraftRows {
 public:
  using Running = std::span<const std::unique_ptr<Generation>>;

  /**
   * Both must outlive the object.
   *
   * @param model whose states are read
   * @param layers what computes the rows
   */
  StateRows(ModelRunner& model, ModelRunner& layers);

  /**
   * Before a step is computed: has the model hand out what will be taken of it.
   *
   * @param with_prompts also what there is of the ends of prompts
   */
  void choose_states(const StepPlan& plan, Running running, bool with_prompts);

  /**
   * After it was computed: takes the states of what has become known.
   *
   * @param num_right for each share, how many of its drafts were right
   */
  void take_states(const StepPlan& plan, Running running, std::span<const std::uint32_t> num_right,
                   const StepBatch& batch);

  bool can_read(const Generation& generation, std::optional<SequenceId> sequence) const override;
  std::uint32_t num_unread(const Generation& generation,
                           std::optional<SequenceId> sequence) const override;
  std::uint32_t num_read(SequenceId sequence) const override;
  std::optional<SequenceId> claim(const Generation& generation) override;
  void release(SequenceId sequence) override;
  void clear(SequenceId sequence) override;
  bool make_room(std::uint32_t num_rows) override;
  std::size_t add_unread(Batch& batch, const Generation& generation, SequenceId sequence,
                         std::uint32_t count, bool wants_logits) const override;
  void mark_read(const Generation& generation, SequenceId sequence, std::uint32_t count) override;
  std::size_t add_said(Batch& batch, SequenceId sequence, Token token, Position position,
                       std::size_t said_at) const override;
  void settle(SequenceId sequence, std::span<const Token> known,
              std::span<const Token> said) override;

 private:
  /** What is known of a generation. */
  struct Followed {
    /** Its order of arrival, which no other has. */
    std::uint64_t order;
    std::optional<SequenceId> sequence = std::nullopt;
    /** Rows in cells. */
    std::uint32_t num_read = 0;
    /** The place of the token of the first row that is not read. */
    std::uint32_t next = 0;
    std::uint32_t num_unread = 0;
    /** Those that belong to these rows, one after the other. */
    std::vector<float> states = {};
  };

  const Followed* find(const Generation& generation) const;
  Followed* find(const Generation& generation);
  Followed& of(SequenceId sequence);
  const Followed& of(SequenceId sequence) const;
  Followed& follow(const Generation& generation);
  void take(Followed& followed, std::uint32_t place, std::span<const float> state) const;
  void begin_anew(Followed& followed, std::uint32_t next) const;

  ModelRunner& model_;
  ModelRunner& layers_;
  bool is_pooled_;
  RunnerLimits limits_;
  KeptStates kept_ = KeptStates::kNone;
  std::vector<Followed> followed_;
  std::vector<SequenceId> free_sequences_;
};

}  // namespace samewire
