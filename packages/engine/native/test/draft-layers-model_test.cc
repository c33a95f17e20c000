// Layers that draft and compute, and files that have none to use.
#include "model/draft-layers.h"

#include <cmath>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "alike-answers.h"
#include "error.h"
#include "fixtures.h"
#include "gguf-file.h"
#include "model-engine.h"
#include "model/llama-model-runner.h"
#include "temporary-folder.h"
#include "testing.h"
#include "timed-answers.h"
#include "tiny-model-file.h"
#include "waiting-sink.h"

namespace samewire {
namespace {

using testing::Answers;
using testing::check_alike;
using testing::greedy_request;
using testing::timed_answers;
using testing::TinyModelFile;
using testing::WaitingSink;

bool go_on(float /*fraction*/) { return true; }

std::shared_ptr<const Model> load(const TinyModelFile& file) {
  return Model::load({.path = file.path(), .with_draft_layers = true}, go_on);
}

std::unique_ptr<LlamaModelRunner> make_runner(const std::shared_ptr<const Model>& model,
                                              bool is_pooled,
                                              ModelPart part = ModelPart::kTrunk) {
  return std::make_unique<LlamaModelRunner>(
      model, ContextOptions{.num_cells = 2048,
                            // More leave rows of logits to drafts.
                            .num_sequences = is_pooled ? 40U : 8U,
                            .is_pooled = is_pooled,
                            .num_threads = {1, 1},
                            .part = part,
                            .keeps_states = part == ModelPart::kTrunk});
}

Answers answers(const TinyModelFile& file, bool drafts, bool is_pooled, float temperature = 0.0F) {
  const auto model = load(file);
  std::optional<DraftModel> layers;
  if (drafts) {
    layers = make_draft_layers(
        model,
        {.num_cells = 2048, .num_sequences = 8, .is_pooled = is_pooled, .num_threads = 1});
  }
  return timed_answers(model, make_runner(model, is_pooled), std::move(layers), {270, 271},
                       temperature);
}

TEST("layers that draft at random change neither text nor probabilities, drawn or not") {
  for (const bool is_latent : {false, true}) {
    const auto file = TinyModelFile::random_drafting(3, {.is_latent = is_latent});
    for (const bool is_pooled : {true, false}) {
      for (const float temperature : {0.0F, 0.8F}) {
        const Answers drafted = answers(file, true, is_pooled, temperature);
        check_alike(drafted.endings, answers(file, false, is_pooled, temperature).endings);
        CHECK(drafted.stats.model_drafts.num_tokens > 0);
      }
    }
  }
}

TEST("layers that were made to be right are right, in either cache layout") {
  const TinyModelFile file = TinyModelFile::drafting();
  for (const bool is_pooled : {true, false}) {
    const Answers plain = answers(file, false, is_pooled);
    const Answers drafted = answers(file, true, is_pooled);
    check_alike(drafted.endings, plain.endings);
    const DraftTotals totals = drafted.stats.model_drafts;
    CHECK(totals.num_tokens > 400);
    CHECK(10 * totals.num_accepted_tokens > 9 * totals.num_tokens);
    CHECK(2 * drafted.stats.num_steps < plain.stats.num_steps);
  }
}

bool is_close(const std::vector<float>& some, std::span<const float> others) {
  if (some.size() != others.size()) return false;
  for (std::size_t i = 0; i < some.size(); ++i) {
    if (std::abs(some[i] - others[i]) > 0.001F) return false;
  }
  return true;
}

/** The state behind each token of a text that is computed token by token. */
std::vector<std::vector<float>> states_of(ModelRunner& runner, std::span<const Token> text) {
  runner.keep_states(KeptStates::kOfLogits);
  std::vector<std::vector<float>> states;
  for (std::size_t i = 0; i < text.size(); ++i) {
    Batch batch;
    batch.add(text[i], static_cast<Position>(i), 0, true);
    CHECK(runner.decode(batch) == DecodeStatus::kOk);
    const auto state = runner.state(0);
    states.emplace_back(state.begin(), state.end());
  }
  runner.remove_from(0, 0);
  return states;
}

void check_states(const std::shared_ptr<const Model>& model) {
  const std::vector<Token> text{1, 280, 290, 300, 310, 320};
  const std::vector<Token> other{1, 270, 275};
  for (const bool is_pooled : {true, false}) {
    const auto runner = make_runner(model, is_pooled);
    runner->prepare();
    const auto states = states_of(*runner, text);
    const auto other_states = states_of(*runner, other);
    CHECK(!is_close(states[1], other_states[1]));
    Batch batch;
    for (std::size_t i = 0; i < text.size(); ++i) {
      batch.add(text[i], static_cast<Position>(i), 0, i >= 4);
    }
    for (std::size_t i = 0; i < other.size(); ++i) {
      batch.add(other[i], static_cast<Position>(i), 1, i == 2);
    }
    CHECK(runner->decode(batch) == DecodeStatus::kOk);
    CHECK(is_close(states[4], runner->state(4)));
    CHECK(is_close(states[5], runner->state(5)));
    CHECK(is_close(other_states[2], runner->state(8)));
    if (!is_pooled) continue;
    runner->remove_from(0, 0);
    runner->remove_from(1, 0);
    runner->keep_states(KeptStates::kAll);
    CHECK(runner->decode(batch) == DecodeStatus::kOk);
    for (std::size_t i = 0; i < text.size(); ++i) CHECK(is_close(states[i], runner->state(i)));
    for (std::size_t i = 0; i < other.size(); ++i) {
      CHECK(is_close(other_states[i], runner->state(text.size() + i)));
    }
  }
}

TEST("states are those of the tokens they are asked for, whatever else is in the batch") {
  for (const bool is_latent : {false, true}) {
    check_states(load(TinyModelFile::random_drafting(5, {.is_latent = is_latent})));
  }
}

void check_rows(const std::shared_ptr<const Model>& model) {
  const auto runner = make_runner(model, true);
  const std::vector<Token> text{1, 280, 290, 300};
  const auto states = states_of(*runner, text);
  const auto layers = make_runner(model, true, ModelPart::kDraftLayers);
  layers->prepare();
  const auto logits_of = [&](std::span<const std::size_t> rows, std::size_t state_of_last) {
    Batch batch;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const bool is_last = i + 1 == rows.size();
      batch.add(text[rows[i]], static_cast<Position>(i), 0, is_last,
                states[is_last ? state_of_last : rows[i] - 1]);
    }
    CHECK(layers->decode(batch) == DecodeStatus::kOk);
    const auto logits = layers->logits(rows.size() - 1);
    std::vector<float> result(logits.begin(), logits.end());
    CHECK_EQUAL(layers->state(rows.size() - 1).size(), states[0].size());
    layers->remove_from(0, 0);
    return result;
  };
  const std::vector<std::size_t> all{1, 2, 3};
  const std::vector<std::size_t> last{3};
  const auto logits = logits_of(all, 2);
  CHECK(is_close(logits, logits_of(all, 2)));
  CHECK(!is_close(logits, logits_of(all, 0)));
  CHECK(!is_close(logits, logits_of(last, 2)));
}

TEST("layers read the state of each row, and the rows before it wherever they begin") {
  for (const bool is_latent : {false, true}) {
    check_rows(load(TinyModelFile::random_drafting(5, {.is_latent = is_latent})));
  }
}

LoadOptions with_layers(const TinyModelFile& file) {
  return {.model_path = file.path(), .num_slots = 2, .num_threads = 1, .draft_layers = true};
}

Fault load_fault(const LoadOptions& options) {
  WaitingSink sink;
  try {
    ModelEngine::load(options, go_on, sink);
  } catch (const EngineException& error) {
    return error.fault();
  }
  throw testing::Failure("the model was loaded");
}

TEST("an engine drafts with layers of its own where it is asked to, and says so") {
  const TinyModelFile file = TinyModelFile::drafting();
  for (const KvLayout layout : {KvLayout::kPooled, KvLayout::kSeparate}) {
    for (const bool draft_layers : {true, false}) {
      LoadOptions options = with_layers(file);
      options.draft_layers = draft_layers;
      options.kv_layout = layout;
      WaitingSink sink;
      const auto engine = ModelEngine::load(options, go_on, sink);
      CHECK_EQUAL(engine->info().drafts_itself, draft_layers);
      CHECK(!engine->info().draft_model);
      Request request = greedy_request(1, engine->tokenize("Hello", {}), 400);
      request.sampling.ignore_end_of_generation = true;
      CHECK(!engine->submit(request));
      CHECK_EQUAL(sink.wait_for(1).num_generated, 400U);
      engine->stop();
      const DraftTotals totals = engine->stats().model_drafts;
      CHECK_EQUAL(totals.num_accepted_tokens > 0, draft_layers && totals.num_tokens > 0);
    }
  }
}

TEST("a draft model goes before the layers") {
  const TinyModelFile file = TinyModelFile::drafting();
  LoadOptions options = with_layers(file);
  options.draft_model_path = file.path();
  WaitingSink sink;
  const auto engine = ModelEngine::load(options, go_on, sink);
  CHECK(engine->info().draft_model);
  CHECK(!engine->info().drafts_itself);
}

TEST("layers that are not there or cannot be used are refused, with the reason") {
  const auto reason = [](const LoadOptions& options) {
    const Fault fault = load_fault(options);
    CHECK(fault.code == ErrorCode::kInvalidParams);
    CHECK_EQUAL(fault.field, std::string("draftLayers"));
    return fault.message;
  };
  CHECK(reason(with_layers(TinyModelFile::random())).find("was not trained with any") !=
        std::string::npos);
  CHECK(reason(with_layers(TinyModelFile::random_drafting(1, {.num_draft_layers = 2}))).find("the model has 2") !=
        std::string::npos);
  const TinyModelFile file = TinyModelFile::drafting();
  LoadOptions off = with_layers(file);
  off.speculation = Speculation::kOff;
  CHECK(reason(off).find("speculation is switched off") != std::string::npos);
  LoadOptions missing = with_layers(file);
  missing.model_path = "/nowhere.gguf";
  CHECK(load_fault(missing).code == ErrorCode::kModelLoadFailed);
}

/** The head of a file, as far as it says what there is to draft with. */
struct Head {
  std::string architecture = "glm4moe";
  std::uint32_t num_draft_layers = 1;
  /** Of positions; empty: they have one dimension. */
  std::vector<std::int32_t> sections = {};
  bool has_tensors = true;
  /** In the second of two files. */
  bool is_split = false;
};

/** Why layers cannot be used; empty if they can. */
std::string reason_against(const Head& head) {
  const testing::TemporaryFolder folder;
  tiny::GgufFile file;
  tiny::GgufFile second;
  file.set("general.architecture", head.architecture);
  file.set(head.architecture + ".block_count", std::uint32_t{3});
  file.set(head.architecture + ".nextn_predict_layers", head.num_draft_layers);
  if (!head.sections.empty()) {
    file.set(head.architecture + ".rope.dimension_sections", head.sections);
  }
  if (head.is_split) file.set("split.count", std::uint16_t{2});
  if (head.has_tensors) {
    (head.is_split ? second : file)
        .add_tensor("blk.2.nextn.eh_proj.weight", 4, 2, [](std::span<float>) {});
  }
  const std::string path = folder.path() / "model-00001-of-00002.gguf";
  file.write(path);
  second.write(folder.path() / "model-00002-of-00002.gguf");
  try {
    check_draft_layers(path);
  } catch (const EngineException& error) {
    return error.fault().message;
  }
  return "";
}

TEST("whether layers can be used is seen in the head of a file, or of its parts") {
  CHECK_EQUAL(reason_against({}), std::string());
  CHECK_EQUAL(reason_against({.is_split = true}), std::string());
  CHECK_EQUAL(reason_against({.sections = {0, 0, 0, 0}}), std::string());
  CHECK(reason_against({.has_tensors = false}).find("made without them") != std::string::npos);
  CHECK(reason_against({.has_tensors = false, .is_split = true}).find("made without them") !=
        std::string::npos);
  CHECK(reason_against({.architecture = "deepseek2"}).find("(MLA)") != std::string::npos);
  CHECK(reason_against({.architecture = "qwen35"}).find("architecture qwen35 cannot be used") !=
        std::string::npos);
  CHECK(reason_against({.sections = {2, 3, 3, 0}}).find("M-RoPE") != std::string::npos);
}

}  // namespace
}  // namespace samewire
