#include "loop/model-drafter.h"

#include <algorithm>

#include "speculate/likeliest.h"

namespace samewire {

ModelDrafter::ModelDrafter(const DraftModel& model, DraftRows& rows, const Vocabulary& vocabulary)
    : runner_(*model.runner),
      rows_(rows),
      vocabulary_(vocabulary),
      num_vocab_(model.num_vocab),
      context_length_(model.context_length),
      max_batch_tokens_(runner_.limits().max_batch_tokens) {
  // Pointers to followers stay what they are: there are no more of them than sequences.
  followers_.reserve(runner_.limits().num_sequences);
}

void ModelDrafter::begin_step(Running running) {
  for (Follower& follower : followers_) {
    const auto place = std::ranges::find(
        running, follower.order, [](const auto& generation) { return generation->rank().order; });
    if (place != running.end()) {
      settle(follower, (*place)->known());
    } else {
      settle(follower, {});
      rows_.release(follower.sequence);
      follower.sequence = -1;
    }
  }
  std::erase_if(followers_, [](const Follower& follower) { return follower.sequence < 0; });
}

void ModelDrafter::settle(Follower& follower, std::span<const Token> known) {
  if (follower.ahead.empty()) return;
  rows_.settle(follower.sequence, known, follower.ahead);
  follower.ahead.clear();
}

bool ModelDrafter::can_follow(const Generation& generation) const {
  if (has_failed_ || !generation.request().media.empty()) return false;
  if (generation.known().size() + 1 >= context_length_) return false;
  const Follower* follower = find(generation);
  if (follower == nullptr && followers_.size() == followers_.capacity()) return false;
  if (follower != nullptr && follower->has_no_room) return false;
  return rows_.can_read(generation, sequence_of(follower));
}

const ModelDrafter::Follower* ModelDrafter::find(const Generation& generation) const {
  const auto place = std::ranges::find(followers_, generation.rank().order, &Follower::order);
  return place == followers_.end() ? nullptr : &*place;
}

std::optional<SequenceId> ModelDrafter::sequence_of(const Follower* follower) {
  if (follower == nullptr) return std::nullopt;
  return follower->sequence;
}

std::uint32_t ModelDrafter::lag(const Generation& generation) const {
  return rows_.num_unread(generation, sequence_of(find(generation)));
}

ModelDrafter::Follower* ModelDrafter::follow(const Generation& generation) {
  const auto place = std::ranges::find(followers_, generation.rank().order, &Follower::order);
  if (place != followers_.end()) return &*place;
  if (followers_.size() == followers_.capacity()) return nullptr;
  const auto sequence = rows_.claim(generation);
  if (!sequence) return nullptr;
  return &followers_.emplace_back(
      Follower{.order = generation.rank().order, .sequence = *sequence});
}

std::uint32_t ModelDrafter::read(std::span<const Generation* const> generations,
                                 std::uint32_t max_tokens) {
  struct Part {
    const Generation* generation;
    Follower* follower;
    std::uint32_t count;
  };
  std::vector<Part> parts;
  std::uint32_t num_tokens = 0;
  const std::uint32_t most = std::min(max_tokens, max_batch_tokens_);
  for (const Generation* generation : generations) {
    Follower* follower = follow(*generation);
    if (follower == nullptr || !can_follow(*generation)) continue;
    const std::uint32_t count = std::min(lag(*generation) - 1, most - num_tokens);
    if (count == 0) continue;
    parts.push_back({generation, follower, count});
    num_tokens += count;
  }
  while (!rows_.make_room(num_tokens)) {
    parts.back().follower->has_no_room = true;
    num_tokens -= parts.back().count;
    parts.pop_back();
  }
  if (parts.empty()) return 0;

  std::ranges::sort(parts, {}, [](const Part& part) { return part.follower->sequence; });
  batch_.clear();
  std::vector<Follower*> followers;
  for (const Part& part : parts) {
    rows_.add_unread(batch_, *part.generation, part.follower->sequence, part.count, false);
    followers.push_back(part.follower);
  }
  if (!compute(followers)) return 0;
  for (const Part& part : parts) {
    rows_.mark_read(*part.generation, part.follower->sequence, part.count);
  }
  return num_tokens;
}

std::uint32_t ModelDrafter::draft(std::span<Wish> wishes, const Worth& worth) {
  std::vector<Draft> drafts = make_room_for(wishes);
  std::uint32_t num_rounds = 0;
  while (!drafts.empty()) {
    if (!(num_rounds == 0 ? begin(drafts) : continue_drafts(drafts))) break;
    ++num_rounds;
    std::erase_if(drafts, [&](Draft& draft) { return !take_token(draft, worth); });
  }
  return num_rounds;
}

/** The wishes that there are cells for; those that come first go first. */
std::vector<ModelDrafter::Draft> ModelDrafter::make_room_for(std::span<Wish> wishes) {
  std::vector<Draft> drafts;
  std::uint32_t num_tokens = 0;
  std::uint32_t num_unread = 0;
  for (Wish& wish : wishes) {
    Follower* follower = follow(*wish.generation);
    if (follower == nullptr || wish.max_tokens == 0 || !can_follow(*wish.generation)) continue;
    const std::uint32_t unread = lag(*wish.generation);
    const auto num_known = static_cast<std::uint32_t>(wish.generation->known().size());
    // The last token of a draft need not be computed.
    wish.max_tokens = std::min(wish.max_tokens, context_length_ - num_known);
    const std::uint32_t needed = unread + wish.max_tokens - 1;
    if (!rows_.make_room(num_tokens + needed)) continue;
    if (num_unread + unread > max_batch_tokens_) continue;
    num_tokens += needed;
    num_unread += unread;
    drafts.push_back({.wish = &wish, .follower = follower});
  }
  std::ranges::sort(drafts, {}, [](const Draft& draft) { return draft.follower->sequence; });
  return drafts;
}

/** The first round: what is known and not read. */
bool ModelDrafter::begin(std::span<Draft> drafts) {
  batch_.clear();
  std::vector<Follower*> followers;
  std::vector<std::uint32_t> counts;
  for (Draft& draft : drafts) {
    const Generation& generation = *draft.wish->generation;
    counts.push_back(lag(generation));
    draft.row = rows_.add_unread(batch_, generation, draft.follower->sequence, counts.back(), true);
    followers.push_back(draft.follower);
  }
  if (!compute(followers)) return false;
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    rows_.mark_read(*drafts[i].wish->generation, drafts[i].follower->sequence, counts[i]);
  }
  return true;
}

/** Another round: the token that each draft has come to. */
bool ModelDrafter::continue_drafts(std::span<Draft> drafts) {
  batch_.clear();
  std::vector<Follower*> followers;
  for (Draft& draft : drafts) {
    Follower& follower = *draft.follower;
    const auto position = rows_.num_read(follower.sequence) + follower.ahead.size();
    draft.row = rows_.add_said(batch_, follower.sequence, draft.wish->tokens.back(),
                               static_cast<Position>(position), draft.row);
    followers.push_back(&follower);
  }
  if (!compute(followers)) return false;
  for (const Draft& draft : drafts) {
    draft.follower->ahead.push_back(draft.wish->tokens.back());
  }
  return true;
}

/** Adds the most probable token to a draft; false if the draft is as long as it is worth. */
bool ModelDrafter::take_token(Draft& draft, const Worth& worth) {
  const std::span<const float> row = runner_.logits(draft.row);
  if (row.empty()) return false;
  const Likeliest next = find_likeliest(row.first(std::min<std::size_t>(row.size(), num_vocab_)));
  draft.chance *= std::min(next.chance * worth.confidence, 1.0);
  if (draft.chance < worth.min_chance || vocabulary_.ends_generation(next.token)) return false;
  draft.wish->tokens.push_back(next.token);
  draft.wish->probabilities.push_back(next.chance);
  return draft.wish->tokens.size() < draft.wish->max_tokens;
}

/** Computes the batch. Where that fails, of those in it nothing is known any more. */
bool ModelDrafter::compute(std::span<Follower* const> followers) {
  const DecodeStatus status = runner_.decode(batch_);
  if (status == DecodeStatus::kOk) return true;
  for (Follower* follower : followers) {
    rows_.clear(follower->sequence);
    follower->ahead.clear();
    follower->has_no_room = status == DecodeStatus::kNoRoom;
  }
  has_failed_ = status != DecodeStatus::kNoRoom && status != DecodeStatus::kAborted;
  return false;
}

}  // namespace samewire
