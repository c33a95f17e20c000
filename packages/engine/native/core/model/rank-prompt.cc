#include "model/rank-prompt.h"

#include <llama.h>

#include "text/tokenizer.h"

namespace samewire {
namespace {

void append(std::vector<Token>& tokens, const std::vector<Token>& more) {
  tokens.insert(tokens.end(), more.begin(), more.end());
}

/** The template's places filled in one go: what looks like a place in a text is text. */
std::vector<Token> fill_template(const llama_vocab* vocab, std::string_view source,
                                 std::string_view query, std::string_view document) {
  constexpr std::string_view kQuery = "{query}";
  constexpr std::string_view kDocument = "{document}";
  std::string text;
  while (!source.empty()) {
    if (source.starts_with(kQuery)) {
      text += query;
      source.remove_prefix(kQuery.size());
    } else if (source.starts_with(kDocument)) {
      text += document;
      source.remove_prefix(kDocument.size());
    } else {
      text += source.front();
      source.remove_prefix(1);
    }
  }
  return tokenize(vocab, text, {.add_special = false, .parse_special = true});
}

std::vector<Token> join(const llama_vocab* vocab, const std::vector<Token>& query,
                        const std::vector<Token>& document) {
  const Token end =
      llama_vocab_eos(vocab) == LLAMA_TOKEN_NULL ? llama_vocab_sep(vocab) : llama_vocab_eos(vocab);
  std::vector<Token> tokens;
  if (llama_vocab_get_add_bos(vocab)) tokens.push_back(llama_vocab_bos(vocab));
  append(tokens, query);
  if (llama_vocab_get_add_eos(vocab)) tokens.push_back(end);
  if (llama_vocab_get_add_sep(vocab)) tokens.push_back(llama_vocab_sep(vocab));
  append(tokens, document);
  if (llama_vocab_get_add_eos(vocab)) tokens.push_back(end);
  return tokens;
}

}  // namespace

std::vector<std::vector<Token>> make_rank_prompts(const Model& model, std::string_view query,
                                                  std::span<const std::string> documents) {
  constexpr TokenizeOptions kPlain{.add_special = false, .parse_special = false};
  const llama_vocab* vocab = llama_model_get_vocab(model.llama());
  const char* source = llama_model_chat_template(model.llama(), "rerank");
  std::vector<Token> query_tokens;
  if (source == nullptr) query_tokens = tokenize(vocab, query, kPlain);
  std::vector<std::vector<Token>> prompts;
  for (const std::string& document : documents) {
    prompts.push_back(source == nullptr
                          ? join(vocab, query_tokens, tokenize(vocab, document, kPlain))
                          : fill_template(vocab, source, query, document));
  }
  return prompts;
}

}  // namespace samewire
