#include "sampling/reasoning-budget.h"

namespace samewire {

ReasoningBudget::ReasoningBudget(const ReasoningUse& use)
    : opening_(use.form.start),
      span_(use.form),
      closing_(use.closing),
      budget_(use.budget) {
  if (closing_.empty()) budget_.reset();
  check();
}

std::optional<Token> ReasoningBudget::forced() const {
  if (!is_forcing_) return std::nullopt;
  return closing_[num_closing_];
}

bool ReasoningBudget::forbids(std::string_view text) const {
  const bool is_spent = budget_ && has_closed_ && span_.num_tokens() >= *budget_;
  return is_spent && text.find(opening_) != std::string_view::npos;
}

void ReasoningBudget::accept(Token token, std::string_view text) {
  const bool was_open = span_.is_open();
  span_.push(text);
  if (!budget_) return;
  follow_closing(token);
  has_closed_ = has_closed_ || (was_open && !span_.is_open());
  check();
}

void ReasoningBudget::follow_closing(Token token) {
  if (token != closing_[num_closing_]) num_closing_ = 0;
  if (token == closing_[num_closing_]) ++num_closing_;
  if (num_closing_ < closing_.size()) return;
  num_closing_ = 0;
  // Also where the text of the marker is not shown.
  if (is_forcing_) span_.close();
  is_forcing_ = false;
}

void ReasoningBudget::check() {
  if (is_forcing_ || !budget_ || !span_.is_open()) return;
  is_forcing_ = span_.num_tokens() >= *budget_ && !span_.ends_inside_character();
}

}  // namespace samewire
