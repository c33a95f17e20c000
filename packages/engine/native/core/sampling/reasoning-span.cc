#include "sampling/reasoning-span.h"

#include <algorithm>
#include <iterator>

#include "text/character-end.h"

namespace samewire {
namespace {

constexpr auto kNowhere = std::string::npos;
constexpr std::size_t kMaxCharacterBytes = 4;

std::size_t max_tail_of(const ReasoningForm& form) {
  std::size_t longest = std::max(form.start.size(), kMaxCharacterBytes);
  for (const std::string& end : form.ends) longest = std::max(longest, end.size());
  return longest - 1;
}

}  // namespace

ReasoningSpan::ReasoningSpan(const ReasoningForm& form)
    : form_(form), max_tail_(max_tail_of(form)), is_open_(form.is_open) {}

void ReasoningSpan::push(std::string_view piece) {
  if (is_open_) {
    ++num_tokens_;
    // One without text is no part of a marker.
    if (!piece.empty()) begins_.push_back(tail_.size());
  }
  tail_ += piece;
  while (is_open_ ? find_end() : find_start()) {
  }
  if (tail_.size() > max_tail_) forget_to(tail_.size() - max_tail_);
}

void ReasoningSpan::close() {
  is_open_ = false;
  tail_.clear();
  begins_.clear();
}

bool ReasoningSpan::ends_inside_character() const { return samewire::ends_inside_character(tail_); }

bool ReasoningSpan::find_start() {
  const std::size_t at = tail_.find(form_.start);
  if (at == kNowhere) return false;
  forget_to(at + form_.start.size());
  is_open_ = true;
  // The rest of the token that completed the marker.
  if (!tail_.empty()) {
    ++num_tokens_;
    begins_.push_back(0);
  }
  return true;
}

bool ReasoningSpan::find_end() {
  std::size_t first = kNowhere;
  std::size_t length = 0;
  for (const std::string& end : form_.ends) {
    const std::size_t at = tail_.find(end);
    if (at >= first) continue;
    first = at;
    length = end.size();
  }
  if (first == kNowhere) return false;
  const auto of_marker = std::ranges::lower_bound(begins_, first);
  num_tokens_ -= static_cast<std::uint32_t>(std::distance(of_marker, begins_.end()));
  begins_.clear();
  forget_to(first + length);
  is_open_ = false;
  return true;
}

void ReasoningSpan::forget_to(std::size_t position) {
  tail_.erase(0, position);
  std::erase_if(begins_, [&](std::size_t begin) { return begin < position; });
  for (std::size_t& begin : begins_) begin -= position;
}

}  // namespace samewire
