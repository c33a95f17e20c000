// Copies of cells, over every kind of memory that llama.cpp has.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "model/llama-model-runner.h"
#include "model/model.h"
#include "model/runtime.h"
#include "testing.h"
#include "tiny-model-file.h"

namespace samewire {
namespace {

using testing::TinyModelFile;
using tiny::Memory;
using Tokens = std::vector<Token>;

// Parts of the range of logits. Cells in the same order give the same sums, to the last bits; in
// another order sums of 16 bits differ, as logits_test.cc says. Wrong cells are off by a tenth.
constexpr float kSameOrder = 1e-5F;
constexpr float kOtherOrder = 1e-3F;

struct Loaded {
  explicit Loaded(Memory memory, std::uint32_t num_cells = 256)
      : file(TinyModelFile::random(3, memory)) {
    initialize_runtime();
    model = Model::load({.path = file.path()}, [](float) { return true; });
    runner = std::make_unique<LlamaModelRunner>(
        model, ContextOptions{.num_cells = num_cells,
                              .num_sequences = 4,
                              .num_threads = {.few = 1, .many = 1}});
    runner->prepare();
  }

  /** Computes tokens at the end of a sequence; returns the logits of the last. */
  std::vector<float> compute(SequenceId sequence, std::span<const Token> tokens, std::size_t from) {
    Batch batch;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      batch.add(tokens[i], static_cast<Position>(from + i), sequence, i + 1 == tokens.size());
    }
    CHECK(runner->decode(batch) == DecodeStatus::kOk);
    const std::span<const float> logits = runner->logits(tokens.size() - 1);
    return {logits.begin(), logits.end()};
  }

  TinyModelFile file;
  std::shared_ptr<const Model> model;
  std::unique_ptr<LlamaModelRunner> runner;
};

Tokens text_of(std::size_t length, Token seed = 1) {
  Tokens tokens(length);
  for (std::size_t i = 0; i < length; ++i) {
    tokens[i] = static_cast<Token>((i * 7 + static_cast<std::size_t>(seed) * 13) % 40 + 3);
  }
  return tokens;
}

void check_alike(const std::vector<float>& actual, const std::vector<float>& expected,
                 float tolerance = kSameOrder) {
  CHECK_EQUAL(actual.size(), expected.size());
  float furthest = 0.0F;
  for (std::size_t i = 0; i < actual.size(); ++i) {
    furthest = std::max(furthest, std::abs(actual[i] - expected[i]));
  }
  const auto [least, most] = std::ranges::minmax(expected);
  if (furthest > tolerance * (most - least)) CHECK_EQUAL(furthest, 0.0F);
}

template <typename Check>
void for_each_memory(Check check) {
  for (const Memory memory :
       {Memory::kAttention, Memory::kSlidingWindow, Memory::kRecurrent, Memory::kHybrid}) {
    check(memory);
  }
}

/** Saves all of a sequence, run by run where there are runs. */
std::vector<SavedCells> save_all(LlamaModelRunner& runner, SequenceId sequence,
                                 std::uint32_t length) {
  const MemoryTraits memory = runner.limits().memory;
  const std::uint32_t step = memory.saving == Saving::kWhole ? length : memory.max_run;
  std::vector<SavedCells> saved;
  for (std::uint32_t begin = 0; begin < length; begin += step) {
    auto run = runner.save(sequence, static_cast<Position>(begin),
                           static_cast<Position>(std::min(length, begin + step)));
    CHECK(run.has_value());
    saved.push_back(std::move(*run));
  }
  return saved;
}

void restore_all(LlamaModelRunner& runner, const std::vector<SavedCells>& saved,
                 SequenceId target, std::uint32_t length) {
  const MemoryTraits memory = runner.limits().memory;
  const std::uint32_t step = memory.saving == Saving::kWhole ? length : memory.max_run;
  for (std::uint32_t begin = 0; begin < length; begin += step) {
    CHECK(runner.restore(saved[begin / step], target, static_cast<Position>(begin),
                         static_cast<Position>(std::min(length, begin + step))));
  }
}

TEST("of every kind of memory: restored cells give the logits of a fresh computation") {
  for_each_memory([](Memory memory) {
    Loaded loaded(memory);
    const Tokens text = text_of(70);
    const Tokens next = text_of(9, 2);
    loaded.compute(0, text, 0);
    const auto saved = save_all(*loaded.runner, 0, 70);
    const std::vector<float> expected = loaded.compute(0, next, 70);
    loaded.runner->remove_from(0, 0);
    // Others take the cells in the meantime, and one stays where they were.
    loaded.compute(1, text_of(50, 5), 0);
    restore_all(*loaded.runner, saved, 2, 70);
    check_alike(loaded.compute(2, next, 70), expected);
    // And in a context that never computed them.
    Loaded other(memory);
    restore_all(*other.runner, saved, 3, 70);
    check_alike(other.compute(3, next, 70), expected);
  });
}

TEST("of attention: a restored run may be left anywhere") {
  for (const Memory memory : {Memory::kAttention, Memory::kSlidingWindow}) {
    Loaded loaded(memory);
    const Tokens text = text_of(60);
    const Tokens next = text_of(9, 2);
    loaded.compute(0, text, 0);
    const auto saved = save_all(*loaded.runner, 0, 60);
    for (const std::uint32_t end : {1U, 17U, 40U, 59U}) {
      loaded.runner->remove_from(1, 0);
      loaded.compute(1, std::span(text).first(end), 0);
      const std::vector<float> expected = loaded.compute(1, next, end);
      loaded.runner->remove_from(1, 0);
      restore_all(*loaded.runner, saved, 1, end);
      check_alike(loaded.compute(1, next, end), expected);
    }
  }
}

TEST("of attention: a run continues what is already there") {
  for (const Memory memory : {Memory::kAttention, Memory::kSlidingWindow}) {
    Loaded loaded(memory);
    const std::uint32_t run = loaded.runner->limits().memory.max_run;
    const std::uint32_t length = std::min(run, 40U);
    const Tokens text = text_of(length);
    const Tokens next = text_of(5, 2);
    loaded.compute(0, text, 0);
    const auto saved = loaded.runner->save(0, 0, static_cast<Position>(length));
    const std::vector<float> expected = loaded.compute(0, next, length);
    loaded.runner->share_prefix(0, 1, 3);
    CHECK(loaded.runner->restore(*saved, 1, 3, static_cast<Position>(length)));
    // The new tokens take cells that the run left free, before those of earlier ones.
    check_alike(loaded.compute(1, next, length), expected, kOtherOrder);
  }
}

TEST("of every kind of memory: cells that find no room change nothing") {
  for_each_memory([](Memory memory) {
    if (memory == Memory::kRecurrent) return;  // A state needs no cells.
    Loaded loaded(memory);
    loaded.compute(0, text_of(100), 0);
    const auto saved = save_all(*loaded.runner, 0, 100);
    const std::vector<float> expected = loaded.compute(0, text_of(1, 2), 100);
    const MemoryTraits traits = loaded.runner->limits().memory;
    if (traits.can_cut) {
      loaded.runner->remove_from(0, 100);
    } else {
      loaded.runner->remove_from(0, 0);
      loaded.compute(0, text_of(100), 0);
    }
    loaded.compute(1, text_of(155, 5), 0);
    const std::uint32_t end = traits.can_cut ? std::min(traits.max_run, 100U) : 100U;
    CHECK(!loaded.runner->restore(saved[0], 2, 0, static_cast<Position>(end)));
    check_alike(loaded.compute(0, text_of(1, 2), 100), expected);
  });
}

TEST("of attention: what is moved into free cells gives the logits of what stays") {
  Loaded loaded(Memory::kAttention);
  const Tokens next = text_of(5, 3);
  loaded.compute(0, text_of(100), 0);
  loaded.compute(1, text_of(60, 2), 0);
  const std::vector<float> expected = loaded.compute(1, next, 60);
  loaded.runner->remove_from(1, 60);
  loaded.runner->remove_from(0, 0);
  // The end, the beginning, and what is between them.
  for (const auto& [begin, end] : {std::pair(40, 60), std::pair(0, 10), std::pair(10, 40)}) {
    CHECK(loaded.runner->move(1, begin, end));
  }
  // Others take the cells that it left.
  loaded.compute(2, text_of(150, 5), 0);
  check_alike(loaded.compute(1, next, 60), expected, kOtherOrder);
}

TEST("of attention: what cannot be moved stays as it is") {
  Loaded loaded(Memory::kAttention);
  loaded.compute(0, text_of(100), 0);
  const std::vector<float> expected = loaded.compute(0, text_of(1, 2), 100);
  loaded.runner->remove_from(0, 100);
  loaded.compute(1, text_of(150, 5), 0);
  CHECK(!loaded.runner->move(0, 80, 100));
  CHECK(!loaded.runner->move(0, 90, 110));
  check_alike(loaded.compute(0, text_of(1, 2), 100), expected);
}

TEST("of a window: cells that other tokens have taken are known to be lost") {
  Loaded loaded(Memory::kSlidingWindow);
  loaded.compute(0, text_of(100), 0);
  loaded.compute(1, text_of(100, 2), 0);
  loaded.compute(2, text_of(50, 3), 0);
  CHECK(loaded.runner->is_intact(2, 18));
  loaded.runner->remove_from(1, 0);
  // 100 cells are free there and some behind, but these take the first that nobody looks at.
  loaded.compute(3, text_of(103, 4), 0);
  CHECK(!loaded.runner->is_intact(2, 18));
  CHECK(loaded.runner->is_intact(2, 50));
  CHECK(loaded.runner->is_intact(0, 40));
  CHECK(!loaded.runner->save(2, 0, 8).has_value());
}

}  // namespace
}  // namespace samewire
