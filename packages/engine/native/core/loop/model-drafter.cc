#include "loop/model-drafter.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "speculate/likeliest.h"

namespace samewire {

ModelDrafter::ModelDrafter(const DraftModel& model, const Vocabulary& vocabulary,
                           std::uint32_t max_kept_cells)
    : runner_(*model.runner),
      vocabulary_(vocabulary),
      num_vocab_(model.num_vocab),
      context_length_(model.context_length),
      max_batch_tokens_(runner_.limits().max_batch_tokens),
      cache_(runner_, max_kept_cells) {
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
      cache_.release(follower.sequence);
      follower.sequence = -1;
    }
  }
  std::erase_if(followers_, [](const Follower& follower) { return follower.sequence < 0; });
}

/** Those of its own tokens that have become known stay; the cells of the others go. */
void ModelDrafter::settle(Follower& follower, std::span<const Token> known) {
  if (follower.ahead.empty()) return;
  const std::size_t length = cache_.length(follower.sequence);
  const std::span<const Token> next = known.subspan(std::min(length, known.size()));
  const auto right = std::ranges::mismatch(next, follower.ahead).in1 - next.begin();
  cache_.append(follower.sequence, next.first(static_cast<std::size_t>(right)));
  if (std::cmp_less(right, follower.ahead.size())) cache_.drop_beyond(follower.sequence);
  follower.ahead.clear();
}

bool ModelDrafter::can_follow(const Generation& generation) const {
  if (has_failed_ || !generation.request().media.empty()) return false;
  const std::span<const Token> known = generation.known();
  if (known.size() + 1 >= context_length_) return false;
  const Follower* follower = find(generation);
  if (follower == nullptr) return followers_.size() < followers_.capacity();
  if (follower->has_no_room) return false;
  const std::size_t length = cache_.length(follower->sequence);
  return std::ranges::all_of(known.subspan(length),
                             [&](Token token) { return std::cmp_less(token, num_vocab_); });
}

const ModelDrafter::Follower* ModelDrafter::find(const Generation& generation) const {
  const auto place = std::ranges::find(followers_, generation.rank().order, &Follower::order);
  return place == followers_.end() ? nullptr : &*place;
}

std::uint32_t ModelDrafter::lag(const Generation& generation) const {
  const Follower* follower = find(generation);
  // What adapters change is no matter here: the draft model has none.
  const std::uint32_t num_read =
      follower == nullptr ? cache_.count_cached(generation.known(), generation.request().cache_scope)
                          : cache_.length(follower->sequence);
  return static_cast<std::uint32_t>(generation.known().size()) - num_read;
}

ModelDrafter::Follower* ModelDrafter::follow(const Generation& generation) {
  const auto place = std::ranges::find(followers_, generation.rank().order, &Follower::order);
  if (place != followers_.end()) return &*place;
  if (!cache_.has_released()) return nullptr;
  const KvCache::Claim claim =
      cache_.claim(generation.known(), generation.request().cache_scope);
  return &followers_.emplace_back(
      Follower{.order = generation.rank().order, .sequence = claim.sequence});
}

std::uint32_t ModelDrafter::read(std::span<const Generation* const> generations,
                                 std::uint32_t max_tokens) {
  struct Part {
    Follower* follower;
    std::span<const Token> tokens;
  };
  std::vector<Part> parts;
  std::uint32_t left = std::min(max_tokens, max_batch_tokens_);
  for (const Generation* generation : generations) {
    Follower* follower = follow(*generation);
    if (follower == nullptr || !can_follow(*generation)) continue;
    const std::size_t num_unread = lag(*generation) - 1;
    const auto count = std::min<std::size_t>(num_unread, left);
    if (count == 0) continue;
    parts.push_back({follower, generation->known()
                                   .subspan(cache_.length(follower->sequence))
                                   .first(count)});
    left -= static_cast<std::uint32_t>(count);
  }
  std::uint32_t num_tokens = 0;
  for (const Part& part : parts) num_tokens += static_cast<std::uint32_t>(part.tokens.size());
  cache_.make_room(num_tokens);
  while (num_tokens > cache_.num_free()) {
    parts.back().follower->has_no_room = true;
    num_tokens -= static_cast<std::uint32_t>(parts.back().tokens.size());
    parts.pop_back();
  }
  if (parts.empty()) return 0;

  std::ranges::sort(parts, {}, [](const Part& part) { return part.follower->sequence; });
  batch_.clear();
  std::vector<Follower*> followers;
  for (const Part& part : parts) {
    const std::uint32_t begin = cache_.length(part.follower->sequence);
    for (std::size_t i = 0; i < part.tokens.size(); ++i) {
      batch_.add(part.tokens[i], static_cast<Position>(begin + i), part.follower->sequence, false);
    }
    followers.push_back(part.follower);
  }
  if (!compute(followers)) return 0;
  for (const Part& part : parts) cache_.append(part.follower->sequence, part.tokens);
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
    cache_.make_room(num_tokens + needed);
    if (num_tokens + needed > cache_.num_free()) continue;
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
  for (Draft& draft : drafts) {
    const std::span<const Token> known = draft.wish->generation->known();
    for (std::size_t i = cache_.length(draft.follower->sequence); i < known.size(); ++i) {
      draft.row = batch_.add(known[i], static_cast<Position>(i), draft.follower->sequence,
                             i + 1 == known.size());
    }
    followers.push_back(draft.follower);
  }
  if (!compute(followers)) return false;
  for (const Draft& draft : drafts) {
    const SequenceId sequence = draft.follower->sequence;
    cache_.append(sequence, draft.wish->generation->known().subspan(cache_.length(sequence)));
  }
  return true;
}

/** Another round: the token that each draft has come to. */
bool ModelDrafter::continue_drafts(std::span<Draft> drafts) {
  batch_.clear();
  std::vector<Follower*> followers;
  for (Draft& draft : drafts) {
    Follower& follower = *draft.follower;
    const Token token = draft.wish->tokens.back();
    const auto position = cache_.length(follower.sequence) + follower.ahead.size();
    draft.row = batch_.add(token, static_cast<Position>(position), follower.sequence, true);
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
    cache_.drop_beyond(follower->sequence);
    cache_.clear(follower->sequence);
    follower->ahead.clear();
    follower->has_no_room = status == DecodeStatus::kNoRoom;
  }
  has_failed_ = status != DecodeStatus::kNoRoom && status != DecodeStatus::kAborted;
  return false;
}

}  // namespace samewire
