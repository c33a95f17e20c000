#include "random-model.h"

#include <cmath>
#include <cstddef>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "embedding-shapes.h"
#include "gguf-file.h"
#include "nearly-normal.h"
#include "other-shapes.h"
#include "vocabulary.h"

namespace samewire::tiny {
namespace {

std::vector<std::string> some_words() {
  std::vector<std::string> words;
  for (const char* first : {"b", "d", "k", "l", "m", "n", "r", "s", "t", "v"}) {
    for (const char* vowel : {"a", "e", "i", "o", "u"}) {
      words.push_back(std::string(" ") + first + vowel);
      words.push_back(std::string(first) + vowel);
    }
  }
  words.insert(words.end(), {".", ",", " é", " 日本", "😀", "\n"});
  return words;
}

/** Under the names that Qwen has for them. */
std::vector<std::string> infill_tokens() {
  return {"<|fim_prefix|>", "<|fim_suffix|>", "<|fim_middle|>",
          "<|fim_pad|>",    "<|repo_name|>",  "<|file_sep|>"};
}

}  // namespace

void write_random_model(const RandomModel& model, const std::string& path) {
  GgufFile file;
  std::size_t num_vocab = 0;
  if (model.vocabulary_path.empty()) {
    const bool is_encoder = model.memory == Memory::kBert || model.memory == Memory::kBertRanker;
    num_vocab = is_encoder ? add_word_pieces(file, some_words())
                           : add_vocabulary(file, some_words(),
                                            model.fills_in ? infill_tokens()
                                                           : std::vector<std::string>{});
  } else {
    file.copy_keys_of(model.vocabulary_path);
    num_vocab = file.array_length("tokenizer.ggml.tokens");
  }
  if (!model.chat_template.empty()) file.set("tokenizer.chat_template", model.chat_template);
  file.set("general.name", "random " + std::to_string(model.seed));
  std::mt19937 random(model.seed);
  const FillTensor fill = [&](const std::string& name, std::size_t columns,
                              std::span<float> values) {
    // Wide enough apart in the output that the most probable token is a clear one.
    const float spread = name == "output.weight" ? 4.0F : 1.0F;
    const float scale = spread / std::sqrt(static_cast<float>(columns));
    for (float& value : values) value = scale * nearly_normal(random);
  };
  switch (model.memory) {
    case Memory::kAttention:
      add_llama(file, model.shape, num_vocab, fill);
      break;
    case Memory::kSlidingWindow:
      add_sliding_window(file, num_vocab, fill);
      break;
    case Memory::kRecurrent:
      add_recurrent(file, num_vocab, fill);
      break;
    case Memory::kHybrid:
      add_hybrid(file, model.hybrid, num_vocab, fill);
      break;
    case Memory::kBert:
      add_bert(file, model.bert, num_vocab, fill);
      break;
    case Memory::kBertRanker:
      add_bert_ranker(file, model.bert, num_vocab, fill);
      break;
    case Memory::kPlaces:
      add_places(file, num_vocab, fill);
      break;
    case Memory::kDrafting:
      add_drafting(file, model.drafting, num_vocab, fill);
      break;
    case Memory::kQwen3:
      add_qwen3(file, num_vocab, fill);
      break;
  }
  file.write(path);
}

}  // namespace samewire::tiny
