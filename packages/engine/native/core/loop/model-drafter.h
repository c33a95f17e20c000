#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "loop/draft-rows.h"
#include "loop/generation.h"
#include "model/batch.h"
#include "model/model-runner.h"
#include "speculate/draft-model.h"
#include "text/vocabulary.h"

namespace samewire {

/**
 * Lets a model read what running generations have, and say how they may go on: a draft model, or
 * layers of the served one. Its cells are its own; whatever becomes of them, a generation loses
 * nothing but drafts. Loop thread only.
 *
 * It takes no part in what happens to generations: at each step it compares what it has read with
 * what they have, so that one that was cancelled, preempted or taken up again needs no word to it.
 */
class ModelDrafter {
 public:
  using Running = std::span<const std::unique_ptr<Generation>>;

  /** What is passed must outlive the drafter. */
  ModelDrafter(const DraftModel& model, DraftRows& rows, const Vocabulary& vocabulary);

  /**
   * Takes in what became of the drafts of the last step, and lets go of generations that do not run
   * any more; what it has read of them is kept for others, as long as there is room.
   */
  void begin_step(Running running);

  /** Whether it can say anything about a generation: not where it would have to see media. */
  bool can_follow(const Generation& generation) const;

  /** What it has yet to read of a generation, the last known token counted. */
  std::uint32_t lag(const Generation& generation) const;

  /**
   * Reads what generations have, but for their last token, which a draft begins with.
   *
   * @return how many tokens were read; at most `max_tokens`
   */
  std::uint32_t read(std::span<const Generation* const> generations, std::uint32_t max_tokens);

  /** A draft to be made. */
  struct Wish {
    const Generation* generation;
    std::uint32_t max_tokens;
    /** The outcome: the tokens that are most probable, fewer where they are not probable enough. */
    std::vector<Token> tokens = {};
    /** How probable each of them is to the model. */
    std::vector<double> probabilities = {};
  };

  /** How long a draft is worth its time. */
  struct Worth {
    /** A token that is less likely to be right is not worth it; 0 to 1. */
    double min_chance;
    /** How much more often the model is right than it thinks. */
    double confidence;
  };

  /**
   * Makes drafts together, a token of each in every round.
   *
   * @param wishes of different generations; what has to be read first is read in the first round
   * @return how many rounds there were
   */
  std::uint32_t draft(std::span<Wish> wishes, const Worth& worth);

 private:
  /** A generation that is followed. */
  struct Follower {
    /** The generation's order of arrival, which no other has. */
    std::uint64_t order;
    SequenceId sequence;
    /** Tokens of its draft that stand in cells behind those that are known. */
    std::vector<Token> ahead = {};
    /** It found no room: it is left until the generation ends. */
    bool has_no_room = false;
  };
  /** A draft in the making. */
  struct Draft {
    Wish* wish;
    Follower* follower;
    std::size_t row = 0;
    /** That all of it is right. */
    double chance = 1.0;
  };

  const Follower* find(const Generation& generation) const;
  Follower* follow(const Generation& generation);
  static std::optional<SequenceId> sequence_of(const Follower* follower);
  void settle(Follower& follower, std::span<const Token> known);
  std::vector<Draft> make_room_for(std::span<Wish> wishes);
  bool begin(std::span<Draft> drafts);
  bool continue_drafts(std::span<Draft> drafts);
  bool take_token(Draft& draft, const Worth& worth);
  bool compute(std::span<Follower* const> followers);

  ModelRunner& runner_;
  DraftRows& rows_;
  const Vocabulary& vocabulary_;
  std::uint32_t num_vocab_;
  std::uint32_t context_length_;
  std::uint32_t max_batch_tokens_;
  std::vector<Follower> followers_;
  Batch batch_;
  /** It failed: it is not asked again. */
  bool has_failed_ = false;
};

}  // namespace samewire
