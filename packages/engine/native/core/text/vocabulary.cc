#include "text/vocabulary.h"

#include <llama.h>

#include <algorithm>
#include <array>

namespace samewire {
namespace {

std::string piece_of(const llama_vocab* vocab, Token token, bool with_control_tokens) {
  std::array<char, 64> small{};
  const std::int32_t length = llama_token_to_piece(
      vocab, token, small.data(), static_cast<std::int32_t>(small.size()), 0, with_control_tokens);
  if (length >= 0) return {small.data(), static_cast<std::size_t>(length)};
  std::string large(static_cast<std::size_t>(-length), '\0');
  llama_token_to_piece(vocab, token, large.data(), -length, 0, with_control_tokens);
  return large;
}

}  // namespace

Vocabulary::Vocabulary(const std::vector<Entry>& entries) {
  offsets_.reserve(entries.size() + 1);
  offsets_.push_back(0);
  ends_generation_.reserve(entries.size());
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const Entry& entry = entries[i];
    const auto token = static_cast<Token>(i);
    bytes_.append(entry.piece);
    offsets_.push_back(bytes_.size());
    ends_generation_.push_back(entry.ends_generation);
    if (entry.ends_generation) end_of_generation_tokens_.push_back(token);
    if (entry.suppressed) suppressed_tokens_.push_back(token);
    if (!entry.control_name.empty()) control_names_.push_back({token, entry.control_name});
  }
}

Vocabulary Vocabulary::from_llama(const llama_vocab* vocab) {
  const auto size = static_cast<std::size_t>(llama_vocab_n_tokens(vocab));
  std::vector<Entry> entries(size);
  for (std::size_t i = 0; i < size; ++i) {
    const auto token = static_cast<Token>(i);
    Entry& entry = entries[i];
    entry.piece = piece_of(vocab, token, false);
    entry.ends_generation = llama_vocab_is_eog(vocab, token);
    if (entry.piece.empty()) entry.control_name = piece_of(vocab, token, true);
  }
  std::int32_t num_suppressed = 0;
  const llama_token* suppressed = llama_vocab_get_suppress_tokens(vocab, &num_suppressed);
  for (std::int32_t i = 0; i < num_suppressed; ++i) {
    const auto index = static_cast<std::size_t>(suppressed[i]);
    if (index < size) entries[index].suppressed = true;
  }
  return Vocabulary(entries);
}

std::string_view Vocabulary::piece(Token token) const {
  const auto index = static_cast<std::size_t>(token);
  return std::string_view(bytes_).substr(offsets_[index], offsets_[index + 1] - offsets_[index]);
}

std::string_view Vocabulary::display_piece(Token token) const {
  const std::string_view own = piece(token);
  if (!own.empty()) return own;
  const auto named = std::ranges::lower_bound(control_names_, token, {}, &ControlName::token);
  if (named == control_names_.end() || named->token != token) return own;
  return named->name;
}

}  // namespace samewire
