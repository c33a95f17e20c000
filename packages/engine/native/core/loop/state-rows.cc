#include "loop/state-rows.h"

#include <algorithm>
#include <numeric>

namespace samewire {
namespace {

/**
 * Most rows that wait to be read: of a prompt, its end; where nobody asks for drafts, the last ones.
 * A state takes tens of kilobytes.
 */
constexpr std::uint32_t kMostWaiting = 512;

}  // namespace

StateRows::StateRows(ModelRunner& model, ModelRunner& layers)
    : model_(model),
      layers_(layers),
      is_pooled_(model.limits().memory.is_pooled),
      limits_(layers.limits()),
      free_sequences_(limits_.num_sequences) {
  std::iota(free_sequences_.rbegin(), free_sequences_.rend(), SequenceId{0});
}

// All states of a step cost the last layer's work for rows that need no logits. llama.cpp hands them
// out in another order than that of the batch where sequences have cells of their own.
void StateRows::choose_states(const StepPlan& plan, Running running, bool with_prompts) {
  const auto reaches_end = [&](const StepPlan::Share& share) {
    const Generation& generation = *running[share.index];
    return share.num_tokens > 1 && generation.request().media.empty() &&
           generation.num_computed() + share.num_tokens + kMostWaiting > generation.known().size();
  };
  const bool needs_all =
      with_prompts && is_pooled_ && std::ranges::any_of(plan.shares, reaches_end);
  kept_ = needs_all ? KeptStates::kAll : KeptStates::kOfLogits;
  model_.keep_states(kept_);
}

void StateRows::take_states(const StepPlan& plan, Running running,
                            std::span<const std::uint32_t> num_right, const StepBatch& batch) {
  for (std::size_t i = 0; i < plan.shares.size(); ++i) {
    const StepPlan::Share& share = plan.shares[i];
    const Generation& generation = *running[share.index];
    if (!generation.request().media.empty()) continue;
    if (generation.ended()) {
      if (Followed* followed = find(generation)) begin_anew(*followed, 0);
      continue;
    }
    // It has advanced by what is taken here.
    const std::uint32_t end = generation.num_computed();
    const std::uint32_t last = end - num_right[i];
    // What a draft follows; the rows of a share stand one after the other.
    const std::size_t last_row = batch.last_of(i);
    std::uint32_t begin = batch.batch().wants_logits()[last_row] != 0 ? last - 1 : last;
    if (kept_ == KeptStates::kAll) begin = last - share.num_tokens;
    const auto num_known = static_cast<std::uint32_t>(generation.known().size());
    if (num_known > kMostWaiting) begin = std::max(begin, std::min(end, num_known - kMostWaiting));
    if (begin == end) continue;
    Followed& followed = follow(generation);
    for (std::uint32_t place = begin; place < end; ++place) {
      take(followed, place, model_.state(last_row + place - (last - 1)));
    }
  }
  std::erase_if(followed_, [&](const Followed& followed) {
    if (followed.sequence) return false;
    return std::ranges::none_of(running, [&](const auto& generation) {
      return generation->rank().order == followed.order && !generation->ended();
    });
  });
}

/** The state behind the token at a place belongs to the row of the next one. */
void StateRows::take(Followed& followed, std::uint32_t place, std::span<const float> state) const {
  if (place + 1 != followed.next + followed.num_unread) begin_anew(followed, place + 1);
  if (state.empty()) {
    begin_anew(followed, 0);
    return;
  }
  if (followed.num_unread == kMostWaiting) {
    // Nobody reads them: the older half goes.
    const std::uint32_t num_left = kMostWaiting / 2;
    std::vector<float> states(followed.states.end() -
                                  static_cast<std::ptrdiff_t>(num_left * state.size()),
                              followed.states.end());
    begin_anew(followed, place + 1 - num_left);
    followed.states = std::move(states);
    followed.num_unread = num_left;
  }
  followed.states.insert(followed.states.end(), state.begin(), state.end());
  ++followed.num_unread;
}

void StateRows::begin_anew(Followed& followed, std::uint32_t next) const {
  if (followed.num_read > 0) layers_.remove_from(*followed.sequence, 0);
  followed.num_read = 0;
  followed.next = next;
  followed.num_unread = 0;
  followed.states = {};
}

bool StateRows::can_read(const Generation& generation,
                         std::optional<SequenceId> /*sequence*/) const {
  const Followed* followed = find(generation);
  return followed != nullptr && followed->num_unread > 0 &&
         followed->next + followed->num_unread == generation.known().size();
}

std::uint32_t StateRows::num_unread(const Generation& generation,
                                    std::optional<SequenceId> /*sequence*/) const {
  const Followed* followed = find(generation);
  return followed == nullptr ? 0 : followed->num_unread;
}

std::uint32_t StateRows::num_read(SequenceId sequence) const { return of(sequence).num_read; }

std::optional<SequenceId> StateRows::claim(const Generation& generation) {
  Followed* followed = find(generation);
  if (followed == nullptr || free_sequences_.empty()) return std::nullopt;
  followed->sequence = free_sequences_.back();
  free_sequences_.pop_back();
  return followed->sequence;
}

void StateRows::release(SequenceId sequence) {
  Followed& followed = of(sequence);
  begin_anew(followed, 0);
  followed.sequence.reset();
  free_sequences_.push_back(sequence);
}

void StateRows::clear(SequenceId sequence) {
  layers_.remove_from(sequence, 0);
  begin_anew(of(sequence), 0);
}

bool StateRows::make_room(std::uint32_t num_rows) {
  // A sequence has no more rows than its text has tokens, for which there are cells.
  if (!limits_.memory.is_pooled) return true;
  std::uint32_t num_used = num_rows;
  for (const Followed& followed : followed_) num_used += followed.num_read;
  return num_used <= limits_.num_cells;
}

std::size_t StateRows::add_unread(Batch& batch, const Generation& generation, SequenceId sequence,
                                  std::uint32_t count, bool wants_logits) const {
  const Followed& followed = of(sequence);
  const std::size_t width = followed.states.size() / followed.num_unread;
  const std::span<const float> states(followed.states);
  std::size_t row = 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    row = batch.add(generation.known()[followed.next + i],
                    static_cast<Position>(followed.num_read + i), sequence,
                    wants_logits && i + 1 == count, states.subspan(i * width, width));
  }
  return row;
}

void StateRows::mark_read(const Generation& /*generation*/, SequenceId sequence,
                          std::uint32_t count) {
  Followed& followed = of(sequence);
  const std::size_t width = followed.states.size() / followed.num_unread;
  followed.states.erase(followed.states.begin(),
                        followed.states.begin() + static_cast<std::ptrdiff_t>(count * width));
  followed.num_read += count;
  followed.next += count;
  followed.num_unread -= count;
  // Those of a prompt took megabytes.
  if (followed.num_unread == 0) followed.states = {};
}

// Within a draft, the layers' own state stands in for the model's.
std::size_t StateRows::add_said(Batch& batch, SequenceId sequence, Token token, Position position,
                                std::size_t said_at) const {
  return batch.add(token, position, sequence, true, layers_.state(said_at));
}

// Also those that were right: they are read again with the states that the model was in.
void StateRows::settle(SequenceId sequence, std::span<const Token> /*known*/,
                       std::span<const Token> /*said*/) {
  layers_.remove_from(sequence, static_cast<Position>(num_read(sequence)));
}

const StateRows::Followed* StateRows::find(const Generation& generation) const {
  const auto place = std::ranges::find(followed_, generation.rank().order, &Followed::order);
  return place == followed_.end() ? nullptr : &*place;
}

StateRows::Followed* StateRows::find(const Generation& generation) {
  const auto place = std::ranges::find(followed_, generation.rank().order, &Followed::order);
  return place == followed_.end() ? nullptr : &*place;
}

StateRows::Followed& StateRows::of(SequenceId sequence) {
  return *std::ranges::find(followed_, sequence, &Followed::sequence);
}

const StateRows::Followed& StateRows::of(SequenceId sequence) const {
  return *std::ranges::find(followed_, sequence, &Followed::sequence);
}

StateRows::Followed& StateRows::follow(const Generation& generation) {
  if (Followed* followed = find(generation)) return *followed;
  return followed_.emplace_back(Followed{.order = generation.rank().order});
}

}  // namespace samewire
