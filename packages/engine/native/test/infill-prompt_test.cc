#include "model/infill-prompt.h"

#include <llama.h>

#include <memory>
#include <string>
#include <vector>

#include "error.h"
#include "testing.h"
#include "text/tokenizer.h"
#include "tiny-model-file.h"

namespace samewire {
namespace {

using testing::TinyModelFile;

using Tokens = std::vector<Token>;

std::shared_ptr<const Model> load(const TinyModelFile& file) {
  return Model::load({.path = file.path()}, [](float) { return true; });
}

/** A model with all markers, and a begin token. */
const Model& model() {
  static const TinyModelFile file = TinyModelFile::infill();
  static const std::shared_ptr<const Model> loaded = load(file);
  return *loaded;
}

const llama_vocab* vocab() { return llama_model_get_vocab(model().llama()); }

Tokens plain(const std::string& text) {
  return tokenize(vocab(), text, {.add_special = false, .parse_special = false});
}

Tokens joined(std::initializer_list<Tokens> parts) {
  Tokens tokens;
  for (const Tokens& part : parts) tokens.insert(tokens.end(), part.begin(), part.end());
  return tokens;
}

Tokens begin() { return {llama_vocab_bos(vocab())}; }
Tokens prefix() { return {llama_vocab_fim_pre(vocab())}; }
Tokens suffix() { return {llama_vocab_fim_suf(vocab())}; }
Tokens middle() { return {llama_vocab_fim_mid(vocab())}; }
Tokens repository() { return {llama_vocab_fim_rep(vocab())}; }
Tokens separator() { return {llama_vocab_fim_sep(vocab())}; }

TEST("prefix, suffix and the place between them come in this order, after the begin token") {
  const Tokens tokens = make_infill_prompt(model(), {.prefix = " ba de", .suffix = " ki"});
  CHECK_EQUAL(tokens, joined({begin(), prefix(), plain(" ba de"), suffix(), plain(" ki"), middle()}));
}

TEST("names of special tokens in prefix and suffix are text") {
  const Tokens tokens =
      make_infill_prompt(model(), {.prefix = "<|fim_middle|>", .suffix = "<|im_end|>"});
  CHECK_EQUAL(tokens, joined({begin(), prefix(), plain("<|fim_middle|>"), suffix(),
                              plain("<|im_end|>"), middle()}));
}

TEST("a prefix of tokens stands as it is") {
  const Tokens given{7, 8, 9};
  const Tokens tokens = make_infill_prompt(model(), {.prefix_tokens = given, .suffix = " ki"});
  CHECK_EQUAL(tokens, joined({begin(), prefix(), given, suffix(), plain(" ki"), middle()}));
}

TEST("files come first, each behind its name") {
  const Tokens tokens = make_infill_prompt(
      model(), {.prefix = " ba", .suffix = " ki", .files = {{{"a.c", " lo"}, {"b.c", " mu"}}}});
  CHECK_EQUAL(tokens,
              joined({repository(), plain("myproject\n"), separator(), plain("a.c\n"), plain(" lo"),
                      separator(), plain("b.c\n"), plain(" mu"), separator(), plain("filename\n"),
                      begin(), prefix(), plain(" ba"), suffix(), plain(" ki"), middle()}));
}

TEST("what is farthest from the gap is left out where there is too much") {
  const Tokens tokens = make_infill_prompt(model(), {.prefix = " ba de ki lo mu na",
                                                     .prefix_end = " re",
                                                     .suffix = " si to vu ba de ki",
                                                     .files = {{{"a.c", " lo"}}},
                                                     .max_tokens = 16,
                                                     .max_file_tokens = 2});
  const Tokens name = plain("filename\n");
  const Tokens file_end(name.end() - 2, name.end());
  // A quarter is 4, of which two markers and one token are taken.
  CHECK_EQUAL(tokens, joined({file_end, begin(), prefix(), plain(" ba de ki lo mu na"),
                              plain(" re"), suffix(), plain(" si"), middle()}));
  const Tokens less = make_infill_prompt(
      model(), {.prefix = " ba de ki lo mu na", .suffix = " si", .max_tokens = 4});
  CHECK_EQUAL(less, joined({begin(), prefix(), plain(" lo mu na"), suffix(), middle()}));
}

TEST("a model without the tokens is refused") {
  const TinyModelFile file = TinyModelFile::random();
  const auto other = load(file);
  CHECK(!can_infill(*other));
  CHECK(can_infill(model()));
  try {
    make_infill_prompt(*other, {.prefix = " ba"});
    CHECK(false);
  } catch (const EngineException& error) {
    CHECK(error.fault().code == ErrorCode::kUnsupported);
  }
}

}  // namespace
}  // namespace samewire
