#include <cstdlib>
#include <exception>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "calling-model.h"
#include "random-adapter.h"
#include "random-model.h"
#include "random-projector.h"
#include "speaking-model.h"

namespace {

constexpr const char* kUsage =
    "usage: make-tiny-model speaking OUT.gguf\n"
    "       make-tiny-model drafting|calling|random-calling|random-infill OUT.gguf\n"
    "       make-tiny-model random OUT.gguf [SEED [VOCABULARY.gguf]]\n"
    "       make-tiny-model sized OUT.gguf VOCABULARY.gguf\n"
    "       make-tiny-model sized-hybrid OUT.gguf VOCABULARY.gguf\n"
    "       make-tiny-model sized-bert OUT.gguf VOCABULARY.gguf\n"
    "       make-tiny-model bert|bert-ranker|qwen3 OUT.gguf\n"
    "       make-tiny-model adapter|sized-adapter OUT.gguf [SEED]\n"
    "       make-tiny-model random-places OUT.gguf\n"
    "       make-tiny-model eyes|whole-eyes|places-eyes|ears OUT.gguf\n"
    "\n"
    "sized has random weights too, but as many as a real model of 0.6 billion parameters (28\n"
    "layers of 1024, Q4_0), so that it takes a real model's time. sized-hybrid has layers with a\n"
    "state and layers of attention in turn (16 of 1024, Q4_0), and a chat template that begins an\n"
    "answer with reasoning which it leaves out of the history. sized-bert is as large as the small\n"
    "models that people make embeddings with (6 layers of 384, Q4_0). bert, bert-ranker and qwen3\n"
    "are random models that make embeddings. random-infill has the tokens to fill in text with.\n"
    "drafting is speaking with a layer that drafts. adapter is a LoRA for random, sized-adapter one\n"
    "for sized. random-places counts positions in several dimensions.\n"
    "eyes, whole-eyes and ears are projectors for random, and places-eyes one for random-places.\n";

constexpr samewire::tiny::LlamaShape kSizedShape{
    .width = 1024,
    .num_layers = 28,
    .num_heads = 16,
    .num_kv_heads = 8,
    .feed_forward_width = 3072,
    .context_length = 32768,
    .head_width = 128,
    .ties_output = true,
    .matrix_type = samewire::tiny::MatrixType::kQ4_0,
};

constexpr samewire::tiny::HybridShape kSizedHybridShape{
    .width = 1024,
    .num_layers = 16,
    .num_heads = 16,
    .num_kv_heads = 8,
    .feed_forward_width = 4608,
    .context_length = 32768,
    .matrix_type = samewire::tiny::MatrixType::kQ4_0,
};

constexpr const char* kReasoningTemplate =
    "{%- for message in messages -%}"
    "{{- '<|im_start|>' + message.role + '\n' + message.content + '<|im_end|>\n' -}}"
    "{%- endfor -%}"
    "{%- if add_generation_prompt -%}{{- '<|im_start|>assistant\n<think>\n' -}}{%- endif -%}";

constexpr samewire::tiny::BertShape kSizedBertShape{
    .width = 384,
    .num_layers = 6,
    .num_heads = 12,
    .feed_forward_width = 1536,
    .context_length = 512,
    .matrix_type = samewire::tiny::MatrixType::kQ4_0,
};

const std::map<std::string, samewire::tiny::Memory> kEmbeddingModels{
    {"bert", samewire::tiny::Memory::kBert},
    {"bert-ranker", samewire::tiny::Memory::kBertRanker},
    {"qwen3", samewire::tiny::Memory::kQwen3},
};

const std::map<std::string, samewire::tiny::ProjectorKind> kProjectors{
    {"eyes", samewire::tiny::ProjectorKind::kEyes},
    {"whole-eyes", samewire::tiny::ProjectorKind::kWholeEyes},
    {"places-eyes", samewire::tiny::ProjectorKind::kPlacesEyes},
    {"ears", samewire::tiny::ProjectorKind::kEars},
};

bool is_sized(const std::string& kind) {
  return kind == "sized" || kind == "sized-hybrid" || kind == "sized-bert";
}

bool is_known(const std::string& kind) {
  return kind == "speaking" || kind == "drafting" || kind == "calling" ||
         kind == "random-calling" || kind == "random-infill" || kind == "random" ||
         kind == "adapter" || kind == "sized-adapter" || kind == "random-places" ||
         is_sized(kind) || kEmbeddingModels.contains(kind) || kProjectors.contains(kind);
}

void make(const std::vector<std::string>& arguments) {
  using namespace samewire::tiny;
  if (arguments[0] == "speaking") {
    write_speaking_model(arguments[1]);
    return;
  }
  if (arguments[0] == "drafting") {
    write_drafting_model(arguments[1]);
    return;
  }
  if (arguments[0] == "random-calling") {
    write_random_calling_model(arguments[1]);
    return;
  }
  if (arguments[0] == "calling") {
    write_calling_model(arguments[1]);
    return;
  }
  if (const auto known = kProjectors.find(arguments[0]); known != kProjectors.end()) {
    write_random_projector({.kind = known->second}, arguments[1]);
    return;
  }
  RandomModel model;
  if (arguments[0] == "random-places") {
    model.memory = Memory::kPlaces;
    write_random_model(model, arguments[1]);
    return;
  }
  if (arguments[0] == "random-infill") {
    model.shape.context_length = 4096;
    model.fills_in = true;
    write_random_model(model, arguments[1]);
    return;
  }
  if (is_sized(arguments[0])) {
    model.shape = kSizedShape;
    if (arguments[0] == "sized-hybrid") {
      model.memory = Memory::kHybrid;
      model.hybrid = kSizedHybridShape;
      model.chat_template = kReasoningTemplate;
    }
    if (arguments[0] == "sized-bert") {
      model.memory = Memory::kBert;
      model.bert = kSizedBertShape;
    }
    model.vocabulary_path = arguments.at(2);
    write_random_model(model, arguments[1]);
    return;
  }
  if (const auto known = kEmbeddingModels.find(arguments[0]); known != kEmbeddingModels.end()) {
    model.memory = known->second;
    write_random_model(model, arguments[1]);
    return;
  }
  if (arguments.size() > 2) model.seed = static_cast<std::uint32_t>(std::stoul(arguments[2]));
  if (arguments[0] == "adapter" || arguments[0] == "sized-adapter") {
    const LlamaShape shape = arguments[0] == "adapter" ? LlamaShape{} : kSizedShape;
    write_random_adapter(shape, model.seed, arguments[1]);
    return;
  }
  if (arguments.size() > 3) model.vocabulary_path = arguments[3];
  write_random_model(model, arguments[1]);
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  const std::size_t num_needed = !arguments.empty() && is_sized(arguments[0]) ? 3 : 2;
  if (arguments.size() < num_needed || !is_known(arguments[0])) {
    std::cerr << kUsage;
    return 2;
  }
  try {
    make(arguments);
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "make-tiny-model: " << error.what() << "\n";
    return 1;
  }
}
