// However a sequence came about, its next token is as probable as if it had been computed in one
// piece and alone. Sums of floats in another order differ a little: what is allowed is stated here.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "model/llama-model-runner.h"
#include "model/runtime.h"
#include "random.h"
#include "testing.h"
#include "tiny-model-file.h"

namespace samewire {
namespace {

using testing::TinyModelFile;
using tiny::Memory;
using Tokens = std::vector<Token>;
using Logits = std::vector<float>;

/** Most that a logit may differ, in parts of the range of its row. */
constexpr float kTolerance = 1e-3F;

Tokens random_tokens(testing::Random& random, std::size_t count) {
  Tokens tokens(count);
  for (Token& token : tokens) token = static_cast<Token>(3 + random.below(40));
  return tokens;
}

/** A context of four sequences in one pool. */
class Context {
 public:
  explicit Context(std::shared_ptr<const Model> model, const AttentionOptions& attention = {})
      : runner_(std::move(model), {.num_cells = 512,
                                   .num_sequences = 4,
                                   .max_batch_tokens = 64,
                                   .num_threads = {.few = 1, .many = 1},
                                   .attention = attention}) {
    runner_.prepare();
  }

  LlamaModelRunner& runner() { return runner_; }

  /** Continues a sequence, and returns the logits of its last token. */
  Logits read(SequenceId sequence, std::size_t from, const Tokens& tokens) {
    Batch batch;
    std::size_t last = 0;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      last = batch.add(tokens[i], static_cast<Position>(from + i), sequence, i + 1 == tokens.size());
    }
    CHECK(runner_.decode(batch) == DecodeStatus::kOk);
    const auto logits = runner_.logits(last);
    return {logits.begin(), logits.end()};
  }

 private:
  LlamaModelRunner runner_;
};

void check_near(const Logits& actual, const Logits& expected) {
  CHECK_EQUAL(actual.size(), expected.size());
  const auto [least, most] = std::ranges::minmax(expected);
  float largest = 0.0F;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    largest = std::max(largest, std::abs(actual[i] - expected[i]));
  }
  CHECK(largest <= kTolerance * (most - least));
}

/** For every kind of memory: `opening` and what follows it, and the logits after both. */
void for_each_memory(const std::function<void(std::shared_ptr<const Model>, const Tokens& opening,
                                              const Tokens& rest, const Logits& expected)>& check) {
  initialize_runtime();
  testing::Random random(31);
  for (const Memory memory :
       {Memory::kAttention, Memory::kSlidingWindow, Memory::kRecurrent, Memory::kHybrid}) {
    const TinyModelFile file = TinyModelFile::random(3, memory);
    const auto model = Model::load({.path = file.path()}, [](float) { return true; });
    const Tokens opening = random_tokens(random, 40);
    const Tokens rest = random_tokens(random, 17);
    Tokens all = opening;
    all.insert(all.end(), rest.begin(), rest.end());
    Context fresh(model);
    check(model, opening, rest, fresh.read(0, 0, all));
  }
}

TEST("of every kind of memory: a prompt read in pieces gives the logits of one read at once") {
  for_each_memory([](auto model, const Tokens& opening, const Tokens& rest, const Logits& expected) {
    Context context(model);
    for (std::size_t i = 0; i < opening.size(); i += 8) {
      context.read(0, i, {opening.begin() + static_cast<std::ptrdiff_t>(i),
                          opening.begin() + static_cast<std::ptrdiff_t>(i + 8)});
    }
    check_near(context.read(0, opening.size(), rest), expected);
  });
}

TEST("of every kind of memory: however attention is computed, the logits are the same") {
  for_each_memory([](auto model, const Tokens& opening, const Tokens& rest, const Logits& expected) {
    for (const FlashAttention flash : {FlashAttention::kOn, FlashAttention::kOff}) {
      Context context(model, {.flash = flash, .key_type = "f32", .value_type = "f32"});
      context.read(0, 0, opening);
      check_near(context.read(0, opening.size(), rest), expected);
    }
  });
}

TEST("of every kind of memory: a branch from a shared prefix gives the logits of a fresh sequence") {
  for_each_memory([](auto model, const Tokens& opening, const Tokens& rest, const Logits& expected) {
    Context context(model);
    context.read(2, 0, opening);
    context.runner().share_prefix(2, 1, static_cast<Position>(opening.size()));
    context.read(2, opening.size(), {5, 6, 7});
    check_near(context.read(1, opening.size(), rest), expected);
  });
}

TEST("of every kind of memory: neighbours in the pool and in the step change no logit") {
  for_each_memory([](auto model, const Tokens& opening, const Tokens& rest, const Logits& expected) {
    Context context(model);
    context.read(3, 0, {9, 8, 7, 6, 5});
    context.read(0, 0, opening);
    Batch batch;
    batch.add(11, 5, 3, true);
    std::size_t last = 0;
    for (std::size_t i = 0; i < rest.size(); ++i) {
      last = batch.add(rest[i], static_cast<Position>(opening.size() + i), 0, i + 1 == rest.size());
    }
    CHECK(context.runner().decode(batch) == DecodeStatus::kOk);
    const auto logits = context.runner().logits(last);
    check_near({logits.begin(), logits.end()}, expected);
  });
}

TEST("of every kind of memory that can be cut: what was taken back leaves no trace") {
  for_each_memory([](auto model, const Tokens& opening, const Tokens& rest, const Logits& expected) {
    Context context(model);
    if (!context.runner().limits().memory.can_take_back()) return;
    context.read(0, 0, opening);
    for (std::size_t i = 0; i + 1 < rest.size(); ++i) {
      const std::size_t at = opening.size() + i;
      context.read(0, at, {rest[i], 40, 41, 42, 43, 44, 45, 46});
      context.runner().remove_from(0, static_cast<Position>(at + 1));
    }
    check_near(context.read(0, opening.size() + rest.size() - 1, {rest.back()}), expected);
  });
}

TEST("of every kind of memory: what was given up and computed again gives the same logits") {
  for_each_memory([](auto model, const Tokens& opening, const Tokens& rest, const Logits& expected) {
    Context context(model);
    context.read(0, 0, opening);
    context.read(1, 0, {9, 8, 7});
    context.runner().remove_from(0, 0);
    context.read(2, 0, {4, 4, 4, 4});
    Tokens all = opening;
    all.insert(all.end(), rest.begin(), rest.end());
    check_near(context.read(0, 0, all), expected);
  });
}

}  // namespace
}  // namespace samewire
