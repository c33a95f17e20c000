#include "sampling/dry.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>
#include <utility>

namespace samewire {
namespace {

/**
 * For each place in the tokens read backwards, how many tokens from there on equal those from the
 * end on (the Z-function).
 */
std::vector<std::size_t> common_lengths(std::span<const Token> tokens) {
  const std::size_t size = tokens.size();
  const auto from_end = [&](std::size_t i) { return tokens[size - 1 - i]; };
  std::vector<std::size_t> lengths(size, 0);
  // What is known: from `begin` to `end` the tokens are those from 0 on.
  std::size_t begin = 0;
  std::size_t end = 0;
  for (std::size_t i = 1; i < size; ++i) {
    std::size_t length = i < end ? std::min(lengths[i - begin], end - i) : 0;
    while (i + length < size && from_end(length) == from_end(i + length)) ++length;
    lengths[i] = length;
    if (i + length > end) {
      begin = i;
      end = i + length;
    }
  }
  return lengths;
}

}  // namespace

Dry::Dry(DryParams params, const Vocabulary& vocabulary)
    : params_(std::move(params)), vocabulary_(&vocabulary) {
  std::erase(params_.breakers, "");
  for (const std::string& breaker : params_.breakers) {
    longest_breaker_ = std::max(longest_breaker_, breaker.size());
  }
}

void Dry::push(Token token) {
  // What a prompt holds besides text has no piece, and is equal to itself only.
  const std::string_view piece =
      vocabulary_->contains(token) ? vocabulary_->piece(token) : std::string_view();
  tokens_.push_back(token);
  ++num_unbroken_;
  tail_ += piece;
  const bool is_broken = has_breaker(tail_);
  if (is_broken) num_unbroken_ = 0;
  const std::size_t num_kept = longest_breaker_ == 0 || is_broken ? 0 : longest_breaker_ - 1;
  if (tail_.size() > num_kept) tail_.erase(0, tail_.size() - num_kept);
}

void Dry::apply(std::span<float> logits) const {
  for (const auto& [token, length] : repetitions()) {
    if (!vocabulary_->contains(token) || has_breaker(vocabulary_->piece(token))) continue;
    const auto excess = static_cast<double>(length - params_.allowed_length);
    const double penalty = params_.multiplier * std::pow(static_cast<double>(params_.base), excess);
    const double most = std::numeric_limits<float>::max();
    logits[static_cast<std::size_t>(token)] -= static_cast<float>(std::min(penalty, most));
  }
}

bool Dry::has_breaker(std::string_view text) const {
  return std::ranges::any_of(params_.breakers, [&](const std::string& breaker) {
    return text.find(breaker) != std::string_view::npos;
  });
}

std::unordered_map<Token, std::size_t> Dry::repetitions() const {
  std::unordered_map<Token, std::size_t> longest;
  const std::size_t size =
      params_.window < 0 ? tokens_.size()
                         : std::min(tokens_.size(), static_cast<std::size_t>(params_.window));
  if (size <= params_.allowed_length || num_unbroken_ < params_.allowed_length) return longest;
  const std::span<const Token> recent = std::span(tokens_).last(size);
  const std::vector<std::size_t> lengths = common_lengths(recent);
  for (std::size_t i = 1; i < size; ++i) {
    const std::size_t length = std::min(lengths[i], num_unbroken_);
    if (length == 0 || length < params_.allowed_length) continue;
    std::size_t& known = longest[recent[size - i]];
    known = std::max(known, length);
  }
  return longest;
}

}  // namespace samewire
