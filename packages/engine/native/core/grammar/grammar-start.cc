#include "grammar/grammar-start.h"

#include <algorithm>
#include <regex>

namespace samewire {
namespace {

/** Longer than any trigger. */
constexpr std::size_t kMaxLookBack = 512;

constexpr auto kNowhere = std::string::npos;

/** Where the first of several texts is, and how long it is. */
struct Found {
  std::size_t at = kNowhere;
  std::size_t length = 0;
};

Found find_first(std::string_view text, const std::vector<std::string>& wanted) {
  Found first;
  for (const std::string& one : wanted) {
    if (one.empty()) continue;
    const std::size_t at = text.find(one);
    if (at < first.at) first = {.at = at, .length = one.size()};
  }
  return first;
}

}  // namespace

class GrammarStart::Pattern {
 public:
  explicit Pattern(const std::string& text) : regex_(text) {}

  std::optional<std::size_t> find(const std::string& text, bool is_whole) const {
    std::smatch match;
    const auto flags = is_whole ? std::regex_constants::match_default
                                : std::regex_constants::match_not_bol;
    if (!std::regex_search(text, match, regex_, flags)) return std::nullopt;
    // A group says where the grammar begins within the match, as in llama.cpp.
    for (std::size_t group = 1; group < match.size(); ++group) {
      if (match.length(group) > 0) return static_cast<std::size_t>(match.position(group));
    }
    return static_cast<std::size_t>(match.position(0));
  }

 private:
  std::regex regex_;
};

GrammarStart::GrammarStart(const LazyGrammar& lazy, std::string_view prefix)
    : thinking_start_(lazy.thinking_start), thinking_ends_(lazy.thinking_ends) {
  for (const GrammarTrigger& trigger : lazy.triggers) {
    triggers_.push_back({.text = trigger.text, .pattern = nullptr});
    if (!trigger.is_pattern) continue;
    try {
      triggers_.back().pattern = std::make_shared<const Pattern>(trigger.text);
    } catch (const std::regex_error&) {
      triggers_.pop_back();  // Of a template yet unknown: its calls are free.
    }
  }
  if (thinking_start_.empty()) return;
  const std::size_t begun = prefix.rfind(thinking_start_);
  if (begun == kNowhere) return;
  const std::string_view after = prefix.substr(begun + thinking_start_.size());
  is_thinking_ = find_first(after, thinking_ends_).at == kNowhere;
}

std::optional<std::string> GrammarStart::push(std::string_view piece) {
  text_ += piece;
  while (true) {
    if (is_thinking_) leave_thoughts();
    if (is_thinking_) break;
    const auto trigger = find_trigger();
    const std::size_t thoughts = find_thoughts();
    if (trigger && *trigger < thoughts) return text_.substr(*trigger);
    if (thoughts == kNowhere) break;
    forget_to(thoughts + thinking_start_.size());
    is_thinking_ = true;
  }
  if (text_.size() > 2 * kMaxLookBack) forget_to(text_.size() - kMaxLookBack);
  return std::nullopt;
}

std::optional<std::size_t> GrammarStart::find_trigger() const {
  std::optional<std::size_t> first;
  for (const Trigger& trigger : triggers_) {
    const auto at = find(trigger);
    if (at && (!first || *at < *first)) first = at;
  }
  return first;
}

std::optional<std::size_t> GrammarStart::find(const Trigger& trigger) const {
  if (trigger.pattern) return trigger.pattern->find(text_, is_whole_);
  const std::size_t at = text_.find(trigger.text);
  return at == kNowhere ? std::nullopt : std::optional(at);
}

void GrammarStart::leave_thoughts() {
  const Found end = find_first(text_, thinking_ends_);
  if (end.at == kNowhere) return;
  forget_to(end.at + end.length);
  is_thinking_ = false;
}

std::size_t GrammarStart::find_thoughts() const {
  return thinking_start_.empty() ? kNowhere : text_.find(thinking_start_);
}

void GrammarStart::forget_to(std::size_t position) {
  text_.erase(0, position);
  is_whole_ = is_whole_ && position == 0;
}

}  // namespace samewire
