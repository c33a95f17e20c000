#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "loop/event.h"
#include "request.h"
#include "schedule/rank.h"
#include "sampling/sampler.h"
#include "speculate/drafter.h"
#include "text/token-text.h"
#include "text/vocabulary.h"
#include "types.h"

namespace samewire {

/**
 * One choice of a request on its way: the tokens that are known, and how many of them have been
 * computed. There is no separate prefill and decode: a step narrows the gap between the two, and
 * where it closes, the next token is sampled and becomes known. Loop thread only.
 *
 * A generation that gives up its cells keeps everything else, so it continues later exactly
 * where it was, at the price of computing its known tokens again.
 */
class Generation {
 public:
  using Clock = std::chrono::steady_clock;

  /** `vocabulary` must outlive the generation. */
  Generation(std::shared_ptr<const Request> request, std::uint32_t choice, const Rank& rank,
             std::uint32_t context_length, const Vocabulary& vocabulary,
             Speculation speculation = Speculation::kOff);

  const Request& request() const { return *request_; }
  std::uint32_t choice() const { return choice_; }
  const Rank& rank() const { return rank_; }

  std::span<const Token> known() const { return known_; }
  std::uint32_t num_computed() const { return num_computed_; }
  /** Tokens to compute before the next one can be sampled; at least 1. */
  std::uint32_t num_pending() const {
    return static_cast<std::uint32_t>(known_.size()) - num_computed_;
  }
  std::uint32_t num_generated() const { return num_generated_; }
  bool has_computed_prompt() const { return num_computed_ >= request_->prompt.size(); }

  /** The sequence whose cells it holds; absent while it waits. */
  std::optional<SequenceId> sequence() const { return sequence_; }

  /** A parked generation keeps its place but is not computed: its reader is behind. */
  bool parked() const { return parked_; }
  void set_parked(bool parked) { parked_ = parked; }

  /** A running generation whose work this one waits for, because it shares it. */
  struct Leader {
    /** The leader's order of arrival. */
    std::uint64_t order;
    /** From so many computed tokens of the leader on, waiting gains nothing more. */
    std::uint32_t num_shared;
  };
  const std::optional<Leader>& leader() const { return leader_; }
  void follow(const Leader& leader) { leader_ = leader; }
  void stop_following() { leader_.reset(); }

  /** Tokens up to the next place where a copy is kept; 0 if there is none ahead. */
  std::uint32_t num_to_branch_point() const;
  bool is_at_branch_point() const;
  /** The last place up to `limit` where a copy is kept; 0 if there is none. */
  std::uint32_t last_branch_point(std::uint32_t limit) const;

  /** The media a place of its known tokens is in; null for text. */
  const PlacedMedia* media_at(std::uint32_t place) const;

  /** What of its next tokens can be computed together. */
  struct Stretch {
    /** Tokens up to where text and media meet; 0 if all of them are text. */
    std::uint32_t length = 0;
    /** They cannot be divided among steps. */
    bool is_whole = false;
  };
  Stretch next_stretch() const;

  /** Whether it has waited for its first token longer than its request allows. */
  bool has_missed_deadline(Clock::time_point now) const;

  /** Tokens it may still have to compute, an open answer counted as at most `horizon`. */
  std::uint32_t num_ahead(std::uint32_t horizon) const;

  /** Whether it ever held a sequence. */
  bool started() const { return started_at_.has_value(); }

  /** It now holds a sequence in which its first `num_cached` known tokens are computed. */
  void start(SequenceId sequence, std::uint32_t num_cached);

  /**
   * So many of its known tokens stand in its cells now, because more of them were found in a tier
   * below, or fewer if a copy failed.
   *
   * @return how many more of its prompt it did not have to compute, before its first token
   */
  std::uint32_t restore(std::uint32_t num_computed);

  /** More of its tokens will be found soon; they are not computed in the meantime. */
  bool awaits_cells() const { return awaits_cells_; }
  void set_awaits_cells(bool awaits_cells) { awaits_cells_ = awaits_cells; }

  /** Whether a step would be of use to it. */
  bool can_compute() const { return !parked_ && !awaits_cells_; }

  /** It has lost its cells and waits again. */
  void give_up_cells();

  /** The next `num_tokens` known tokens have been computed. */
  void advance(std::uint32_t num_tokens) {
    num_computed_ += num_tokens;
    was_left_out_ = false;
  }

  /** A step read prompts, and it was not among them, though it lacks only one token. */
  void leave_out() { was_left_out_ = true; }
  bool was_left_out() const { return was_left_out_; }

  /** What texts say is likely to be sampled next, as far as it could be; at most `max_tokens`. */
  Drafter::Draft draft(std::uint32_t max_tokens) const;
  /** Most tokens of a draft that would have a place. */
  std::uint32_t max_draft() const;
  /** Cuts a draft off where the answer cannot go on like this. */
  void cut_impossible(std::vector<Token>& draft) const;
  /** What it may lose by a step whose draft is all wrong, in steps without drafts. */
  double draft_stake() const { return drafter_.account().stake(num_generated_); }
  /** A step with a draft gave so many tokens, and took as long as so many without. */
  void settle_draft(std::uint32_t num_tokens, double num_steps) {
    drafter_.account().settle(num_tokens, num_steps);
  }
  /** As `Drafter::model_hits`. */
  std::optional<HitRate>& model_hits() { return drafter_.model_hits(); }

  /** What a call of `sample` came to. */
  enum class Outcome : std::uint8_t { kGoesOn, kFinished, kBrokenLogits, kStuckGrammar };

  /**
   * Samples the next token from the logits of the last known one. When the outcome is
   * `kFinished`, `finish()` says how, and all text is in the delta.
   */
  Outcome sample(std::span<const float> logits);

  /** Ends it now with `kCancelled`. */
  void cancel() { finish_reason_ = FinishReason::kCancelled; }

  /** Ends it now without a finish: its request has a fault. */
  void fail() { failed_ = true; }
  bool failed() const { return failed_; }

  bool ended() const { return failed_ || finish_reason_.has_value(); }

  /** Text that may be shown since the last call. */
  TextDelta take_delta() { return text_.take_delta(); }

  /** How it ended, for one that has neither failed nor goes on. */
  Finish finish() const;

 private:
  bool reached_length() const;

  std::shared_ptr<const Request> request_;
  std::uint32_t choice_;
  Rank rank_;
  std::uint32_t max_known_;
  const Vocabulary* vocabulary_;
  Sampler sampler_;
  TokenText text_;
  std::vector<Token> known_;
  Drafter drafter_;
  std::vector<std::uint32_t> branch_points_;
  std::uint32_t num_computed_ = 0;
  std::uint32_t num_generated_ = 0;
  std::optional<std::uint32_t> num_cached_;
  std::optional<SequenceId> sequence_;
  std::optional<Leader> leader_;
  bool parked_ = false;
  bool awaits_cells_ = false;
  bool was_left_out_ = false;
  bool failed_ = false;
  std::optional<FinishReason> finish_reason_;
  std::optional<std::size_t> matched_stop_;
  Clock::time_point accepted_at_ = Clock::now();
  std::optional<Clock::time_point> started_at_;
  std::optional<Clock::time_point> first_token_at_;
  std::optional<Clock::time_point> last_token_at_;
};

}  // namespace samewire
