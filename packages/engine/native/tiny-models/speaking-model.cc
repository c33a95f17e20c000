#include "speaking-model.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "drafting-shape.h"
#include "gguf-file.h"
#include "llama-shape.h"
#include "vocabulary.h"

namespace samewire::tiny {
namespace {

const std::vector<std::string> kOpenings{"Hello!", "Hi!", "Welcome!"};

const std::vector<std::string> kWords{" I",           " am",
                                      " the",         " tiny",
                                      " model",       " built",
                                      " into",        " samewire,",
                                      " and",         " these",
                                      " words",       " are",
                                      " all",         " that",
                                      " my",          " weights",
                                      " know.",       " But",
                                      " every",       " layer",
                                      " between",     " your",
                                      " client",      " and llama.cpp",
                                      " just",        " worked:",
                                      " JSON,",       " schema,",
                                      " engine,",     " KV",
                                      " cache,",      " sampler,",
                                      " server-sent", " events.",
                                      " For",         " real",
                                      " answers,",    " start",
                                      " me with",     " a",
                                      " GGUF",        " file:\n\n",
                                      "```sh\n",      "npm start",
                                      " --",          " path/to/model.gguf",
                                      "\n```"};

/** How much likelier the following token is than any other, as a difference of logits. */
constexpr float kCertainty = 30.0F;

class Successions {
 public:
  explicit Successions(std::size_t num_vocab)
      : num_vocab_(num_vocab), rows_(num_vocab * num_vocab) {}

  void add(std::size_t token, std::size_t next) { rows_[next * num_vocab_ + token] = kCertainty; }

  /** Logit of `next` after `token`. */
  float at(std::size_t next, std::size_t token) const { return rows_[next * num_vocab_ + token]; }

 private:
  std::size_t num_vocab_;
  std::vector<float> rows_;
};

Successions make_successions(const Speech& speech, std::size_t num_vocab) {
  Successions successions(num_vocab);
  const std::size_t num_openings = speech.openings.size();
  const std::size_t first_word = kFirstWordToken + num_openings;
  const std::size_t end = first_word + speech.words.size();
  for (std::size_t token = 0; token < num_vocab; ++token) {
    if (token >= first_word && token < end) {
      successions.add(token, token + 1 < end ? token + 1 : kTurnEndToken);
    } else if (token >= kFirstWordToken && token < first_word) {
      successions.add(token, first_word);
    } else {
      for (std::size_t i = 0; i < num_openings; ++i) {
        successions.add(token, kFirstWordToken + i);
      }
    }
  }
  return successions;
}

}  // namespace

void write_speaking_model(const std::string& path) {
  write_speaking_model(path,
                       {.name = "samewire built-in", .openings = kOpenings, .words = kWords});
}

void write_drafting_model(const std::string& path) {
  write_speaking_model(
      path,
      {.name = "drafting", .openings = kOpenings, .words = kWords, .drafts = true});
}

void write_speaking_model(const std::string& path, const Speech& speech) {
  std::vector<std::string> words = speech.openings;
  words.insert(words.end(), speech.words.begin(), speech.words.end());

  GgufFile file;
  const std::size_t num_vocab = add_vocabulary(file, words);
  file.set("general.name", speech.name);
  if (!speech.chat_template.empty()) file.set("tokenizer.chat_template", speech.chat_template);
  constexpr std::size_t kHeadWidth = 32;
  // As many dimensions as tokens, rounded up to whole heads.
  const auto num_heads = static_cast<std::uint32_t>((num_vocab + kHeadWidth - 1) / kHeadWidth);
  const std::uint32_t width = num_heads * kHeadWidth;
  constexpr std::uint32_t kContextLength = 4096;
  const Successions successions = make_successions(speech, num_vocab);
  // The norm before the output turns a one into the square root of the width.
  const float one_after_norm = std::sqrt(static_cast<float>(width));
  const FillTensor fill = [&](const std::string& name, std::size_t columns,
                              std::span<float> values) {
    std::ranges::fill(values, 0.0F);
    // A layer that drafts goes by the token alone, and not by the state.
    const bool passes_on = name == "token_embd.weight" || name.ends_with("nextn.eh_proj.weight");
    for (std::size_t row = 0; row < num_vocab; ++row) {
      if (passes_on) values[row * columns + row] = 1.0F;
      if (name != "output.weight") continue;
      for (std::size_t token = 0; token < num_vocab; ++token) {
        values[row * columns + token] = successions.at(row, token) / one_after_norm;
      }
    }
  };
  if (speech.drafts) {
    add_drafting(file,
                 {.width = width,
                  .num_heads = num_heads,
                  .num_kv_heads = 1,
                  .context_length = kContextLength},
                 num_vocab, fill);
  } else {
    add_llama(file,
              {.width = width,
               .num_layers = 1,
               .num_heads = num_heads,
               .num_kv_heads = 1,
               .feed_forward_width = kHeadWidth,
               .context_length = kContextLength},
              num_vocab, fill);
  }
  file.write(path);
}

}  // namespace samewire::tiny
