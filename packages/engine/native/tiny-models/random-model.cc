#include "random-model.h"

#include <cmath>
#include <cstddef>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "gguf-file.h"
#include "other-shapes.h"
#include "vocabulary.h"

namespace samewire::tiny {
namespace {

/** std::normal_distribution differs between standard libraries; a sum of uniforms does not. */
float nearly_normal(std::mt19937& random) {
  constexpr int kTerms = 12;
  double sum = 0.0;
  for (int i = 0; i < kTerms; ++i) sum += static_cast<double>(random()) / 4294967296.0;
  return static_cast<float>(sum - kTerms / 2.0);
}

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

}  // namespace

void write_random_model(const RandomModel& model, const std::string& path) {
  GgufFile file;
  std::size_t num_vocab = 0;
  if (model.vocabulary_path.empty()) {
    num_vocab = add_vocabulary(file, some_words());
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
  }
  file.write(path);
}

}  // namespace samewire::tiny
