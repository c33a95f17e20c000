#include "model/infill-prompt.h"

#include <llama.h>

#include <algorithm>
#include <cstddef>
#include <span>
#include <string_view>
#include <utility>

#include "error.h"
#include "text/tokenizer.h"

namespace samewire {
namespace {

/** llama-server has no names to give, and models expect some. */
constexpr std::string_view kRepository = "myproject\n";
constexpr std::string_view kThisFile = "filename\n";
/** Stands between files where the vocabulary has no token for it. */
constexpr std::string_view kSnippet = "\n\n--- snippet ---\n\n";

class Prompt {
 public:
  explicit Prompt(const llama_vocab* vocab) : vocab_(vocab) {}

  void add(Token token) { tokens_.push_back(token); }

  void add(std::span<const Token> tokens) {
    tokens_.insert(tokens_.end(), tokens.begin(), tokens.end());
  }

  void add_text(std::string_view text) { add(tokens_of(text)); }

  std::vector<Token> tokens_of(std::string_view text, bool parse_special = false) const {
    return tokenize(vocab_, text, {.add_special = false, .parse_special = parse_special});
  }

  std::vector<Token> take() { return std::move(tokens_); }

 private:
  const llama_vocab* vocab_;
  std::vector<Token> tokens_;
};

std::vector<Token> file_tokens(const llama_vocab* vocab, const std::vector<InfillFile>& files) {
  const Token repository = llama_vocab_fim_rep(vocab);
  const Token separator = llama_vocab_fim_sep(vocab);
  Prompt prompt(vocab);
  if (repository != LLAMA_TOKEN_NULL) {
    prompt.add(repository);
    prompt.add_text(kRepository);
  }
  for (const InfillFile& file : files) {
    if (separator == LLAMA_TOKEN_NULL) {
      prompt.add_text(kSnippet);
    } else {
      prompt.add(separator);
      prompt.add_text(file.name + "\n");
    }
    prompt.add_text(file.text);
  }
  if (separator != LLAMA_TOKEN_NULL) {
    prompt.add(separator);
    prompt.add_text(kThisFile);
  }
  return prompt.take();
}

std::size_t at_most(std::size_t count, const std::optional<std::uint32_t>& limit) {
  return limit ? std::min<std::size_t>(count, *limit) : count;
}

/** What is left of a quarter of all, beside the markers and the end of the prefix. */
std::optional<std::uint32_t> suffix_limit(const Infill& infill, std::size_t num_end_tokens) {
  if (!infill.max_tokens) return std::nullopt;
  const std::size_t quarter = *infill.max_tokens / 4;
  const std::size_t taken = 2 + num_end_tokens;
  return static_cast<std::uint32_t>(quarter > taken ? quarter - taken : 0);
}

std::optional<std::uint32_t> prefix_limit(const Infill& infill) {
  if (!infill.max_tokens) return std::nullopt;
  return 3 * (*infill.max_tokens / 4);
}

}  // namespace

bool can_infill(const Model& model) {
  const llama_vocab* vocab = llama_model_get_vocab(model.llama());
  return llama_vocab_fim_pre(vocab) != LLAMA_TOKEN_NULL &&
         llama_vocab_fim_suf(vocab) != LLAMA_TOKEN_NULL &&
         llama_vocab_fim_mid(vocab) != LLAMA_TOKEN_NULL;
}

std::vector<Token> make_infill_prompt(const Model& model, const Infill& infill) {
  if (!can_infill(model)) {
    throw EngineException({.code = ErrorCode::kUnsupported,
                           .message = "This model has no tokens to fill in text with.",
                           .field = "prompt"});
  }
  const llama_vocab* vocab = llama_model_get_vocab(model.llama());
  Prompt prompt(vocab);
  const std::vector<Token> prefix = infill.prefix_tokens.empty()
                                        ? prompt.tokens_of(infill.prefix)
                                        : infill.prefix_tokens;
  const std::vector<Token> prefix_end = prompt.tokens_of(infill.prefix_end, true);
  const std::vector<Token> suffix = prompt.tokens_of(infill.suffix);
  if (infill.files) {
    const std::vector<Token> files = file_tokens(vocab, *infill.files);
    prompt.add(std::span(files).last(at_most(files.size(), infill.max_file_tokens)));
  }
  // Behind the files, as llama-server has it.
  if (llama_vocab_get_add_bos(vocab)) prompt.add(llama_vocab_bos(vocab));
  prompt.add(llama_vocab_fim_pre(vocab));
  prompt.add(std::span(prefix).last(at_most(prefix.size(), prefix_limit(infill))));
  prompt.add(prefix_end);
  prompt.add(llama_vocab_fim_suf(vocab));
  prompt.add(std::span(suffix).first(
      at_most(suffix.size(), suffix_limit(infill, prefix_end.size()))));
  prompt.add(llama_vocab_fim_mid(vocab));
  return prompt.take();
}

}  // namespace samewire
