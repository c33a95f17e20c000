// Draft models that compute, and files that are none for a model.
#include "model/draft-model-file.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "alike-answers.h"
#include "fixtures.h"
#include "model-engine.h"
#include "model/llama-model-runner.h"
#include "testing.h"
#include "timed-answers.h"
#include "tiny-model-file.h"
#include "waiting-sink.h"

namespace samewire {
namespace {

using testing::Answers;
using testing::check_alike;
using testing::greedy_request;
using testing::RecordingSink;
using testing::timed_answers;
using testing::TinyModelFile;
using testing::WaitingSink;

bool go_on(float /*fraction*/) { return true; }

Answers answers(const TinyModelFile& file, const TinyModelFile* draft_file, bool is_pooled) {
  const auto model = Model::load({.path = file.path()}, go_on);
  auto runner = std::make_unique<LlamaModelRunner>(
      model, ContextOptions{.num_cells = 2048,
                            // More leave rows of logits to drafts.
                            .num_sequences = is_pooled ? 40U : 8U,
                            .is_pooled = is_pooled,
                            .num_threads = {1, 1}});
  std::optional<DraftModel> draft_model;
  if (draft_file != nullptr) {
    draft_model = make_draft_model(*model, load_draft_model(*model, {.path = draft_file->path()}, go_on),
                                   {.num_cells = 2048,
                                    .num_sequences = 8,
                                    .is_pooled = is_pooled,
                                    .num_threads = 1});
  }
  return timed_answers(model, std::move(runner), std::move(draft_model), {300, 301});
}

TEST("a draft model of the same weights is nearly always right, in either cache layout") {
  const TinyModelFile file = TinyModelFile::random(3);
  for (const bool is_pooled : {true, false}) {
    const Answers plain = answers(file, nullptr, is_pooled);
    const Answers drafted = answers(file, &file, is_pooled);
    check_alike(drafted.endings, plain.endings);
    const DraftTotals totals = drafted.stats.model_drafts;
    CHECK(totals.num_tokens > 400);
    CHECK(10 * totals.num_accepted_tokens > 9 * totals.num_tokens);
    CHECK(2 * drafted.stats.num_steps < plain.stats.num_steps);
  }
}

TEST("a draft model of other weights changes neither text nor probabilities") {
  const TinyModelFile file = TinyModelFile::random(3);
  const TinyModelFile other = TinyModelFile::random(4);
  for (const bool is_pooled : {true, false}) {
    const Answers drafted = answers(file, &other, is_pooled);
    check_alike(drafted.endings, answers(file, nullptr, is_pooled).endings);
    CHECK(drafted.stats.model_drafts.num_tokens > 0);
  }
}

TEST("models whose attention has a window draft, and are drafted for") {
  const TinyModelFile file = TinyModelFile::random(4, tiny::Memory::kSlidingWindow);
  const Answers drafted = answers(file, &file, true);
  check_alike(drafted.endings, answers(file, nullptr, true).endings);
  CHECK(drafted.stats.model_drafts.num_accepted_tokens > 0);
}

LoadOptions with_draft(const TinyModelFile& file, const std::string& draft_path) {
  LoadOptions options{.model_path = file.path(), .num_slots = 2, .num_threads = 1};
  options.draft_model_path = draft_path;
  return options;
}

Fault load_fault(const LoadOptions& options) {
  WaitingSink sink;
  try {
    ModelEngine::load(options, go_on, sink);
  } catch (const EngineException& error) {
    return error.fault();
  }
  throw testing::Failure("the models were loaded");
}

TEST("an engine with a draft model says so, and answers") {
  const TinyModelFile file = TinyModelFile::random(3);
  const TinyModelFile draft = TinyModelFile::random(4);
  WaitingSink sink;
  const auto engine = ModelEngine::load(with_draft(file, draft.path()), go_on, sink);
  CHECK_EQUAL(engine->info().draft_model->name, std::string("random 4"));
  CHECK(engine->info().draft_model->size_bytes > 0);
  Request request = greedy_request(1, engine->tokenize("ba de ki", {}), 60);
  request.sampling.ignore_end_of_generation = true;
  CHECK(!engine->submit(request));
  CHECK_EQUAL(sink.wait_for(1).num_generated, 60U);
}

TEST("an engine that is closed while its draft model works ends at once") {
  const TinyModelFile file = TinyModelFile::random(3);
  WaitingSink sink;
  const auto engine = ModelEngine::load(with_draft(file, file.path()), go_on, sink);
  Request request = greedy_request(1, engine->tokenize("ba de ki", {}), 200);
  request.sampling.ignore_end_of_generation = true;
  CHECK(!engine->submit(request));
  sink.wait([](testing::RecordingSink& recorded) { return !recorded.choices[{1, 0}].text.empty(); });
  engine->stop();
}

TEST("a draft model of another vocabulary is refused, with what differs") {
  const TinyModelFile file = TinyModelFile::random();
  const Fault words = load_fault(with_draft(file, TinyModelFile::speaking().path()));
  CHECK(words.code == ErrorCode::kInvalidParams);
  CHECK_EQUAL(words.field, std::string("draftModelPath"));
  CHECK(words.message.find("has the token") != std::string::npos);
  const TinyModelFile encoder = TinyModelFile::random(1, tiny::Memory::kBert);
  const Fault kind = load_fault(with_draft(file, encoder.path()));
  CHECK(kind.message.find("has a WordPiece vocabulary, and the model a SentencePiece one") !=
        std::string::npos);
}

TEST("a few tokens more at the end of a vocabulary are no other vocabulary") {
  const TinyModelFile file = TinyModelFile::random();
  WaitingSink sink;
  const TinyModelFile longer = TinyModelFile::infill();
  const auto engine = ModelEngine::load(with_draft(file, longer.path()), go_on, sink);
  Request request = greedy_request(1, engine->tokenize("ba de ki", {}), 60);
  request.sampling.ignore_end_of_generation = true;
  CHECK(!engine->submit(request));
  CHECK_EQUAL(sink.wait_for(1).num_generated, 60U);
}

TEST("a draft model that cannot be of use is refused") {
  const TinyModelFile file = TinyModelFile::random();
  const TinyModelFile hybrid = TinyModelFile::random(1, tiny::Memory::kHybrid);
  CHECK(load_fault(with_draft(file, hybrid.path())).message.find("The draft model has a past") == 0);
  CHECK(load_fault(with_draft(hybrid, file.path())).message.find("A draft model is of no use") == 0);
  LoadOptions off = with_draft(file, file.path());
  off.speculation = Speculation::kOff;
  CHECK(load_fault(off).message.find("speculation is switched off") != std::string::npos);
  const Fault missing = load_fault(with_draft(file, "/nowhere.gguf"));
  CHECK(missing.code == ErrorCode::kModelLoadFailed);
  CHECK(missing.message.find("/nowhere.gguf") != std::string::npos);
}

}  // namespace
}  // namespace samewire
