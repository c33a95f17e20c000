#include "model/vocabulary-match.h"

#include <llama.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace samewire {
namespace {

/** Vocabularies are filled up to round numbers, each model's to another. */
constexpr int kMostExtraTokens = 128;
/** Before these stand unknown, begin and end tokens, which models name as they like. */
constexpr llama_token kFirstCompared = 5;

const char* name_of(enum llama_vocab_type type) {
  switch (type) {
    case LLAMA_VOCAB_TYPE_SPM:
      return "SentencePiece";
    case LLAMA_VOCAB_TYPE_BPE:
      return "byte-level BPE";
    case LLAMA_VOCAB_TYPE_WPM:
      return "WordPiece";
    case LLAMA_VOCAB_TYPE_UGM:
      return "Unigram";
    case LLAMA_VOCAB_TYPE_RWKV:
      return "RWKV";
    case LLAMA_VOCAB_TYPE_PLAMO2:
      return "PLaMo 2";
    default:
      return "no known kind of";
  }
}

std::string of_token(const llama_vocab* vocab, llama_token token) {
  if (token == LLAMA_TOKEN_NULL) return "none";
  return std::to_string(token) + " ('" + llama_vocab_get_text(vocab, token) + "')";
}

using IsAdded = bool (*)(const llama_vocab*);
using TokenOf = llama_token (*)(const llama_vocab*);

std::optional<std::string> find_border_difference(const llama_vocab* served,
                                                  const llama_vocab* draft, IsAdded is_added,
                                                  TokenOf token_of, const std::string& what) {
  if (is_added(served) != is_added(draft)) {
    return std::string(is_added(draft) ? "adds" : "adds no") + " " + what +
           " token to texts, and the model " + (is_added(served) ? "does" : "does not");
  }
  if (!is_added(served) || token_of(served) == token_of(draft)) return std::nullopt;
  return "has the " + what + " token " + of_token(draft, token_of(draft)) +
         ", and the model " + of_token(served, token_of(served));
}

}  // namespace

std::optional<std::string> find_vocabulary_difference(const llama_vocab* served,
                                                      const llama_vocab* draft) {
  if (llama_vocab_type(served) != llama_vocab_type(draft)) {
    return std::string("has a ") + name_of(llama_vocab_type(draft)) +
           " vocabulary, and the model a " + name_of(llama_vocab_type(served)) + " one";
  }
  if (auto begin = find_border_difference(served, draft, llama_vocab_get_add_bos,
                                          llama_vocab_bos, "begin")) {
    return begin;
  }
  if (auto end = find_border_difference(served, draft, llama_vocab_get_add_eos, llama_vocab_eos,
                                        "end")) {
    return end;
  }
  const int num_served = llama_vocab_n_tokens(served);
  const int num_draft = llama_vocab_n_tokens(draft);
  if (std::abs(num_served - num_draft) > kMostExtraTokens) {
    return "has " + std::to_string(num_draft) + " tokens, and the model " +
           std::to_string(num_served);
  }
  for (llama_token token = kFirstCompared; token < std::min(num_served, num_draft); ++token) {
    const char* theirs = llama_vocab_get_text(draft, token);
    const char* ours = llama_vocab_get_text(served, token);
    if (std::strcmp(theirs, ours) == 0) continue;
    return "has the token " + of_token(draft, token) + ", which is '" + ours + "' of the model";
  }
  return std::nullopt;
}

}  // namespace samewire
