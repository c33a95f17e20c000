#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <numeric>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "fake-model-runner.h"
#include "fixtures.h"
#include "loop-rig.h"
#include "speculate/draft-model.h"

namespace samewire::testing {

/** The next token, by all before it. */
using Says = std::function<Token(std::span<const Token> text)>;
/** Milliseconds of a pass, by its tokens. */
using PassMs = std::function<double(std::size_t num_tokens)>;

/** Never an end. */
inline Token at_random(std::span<const Token> text) {
  return FakeModelRunner::next_token(text, 49) + 1;
}

/** A draft model that says what `says` does, but for one token in `n`. */
inline Says mostly(const Says& says, std::uint32_t n) {
  return [=](std::span<const Token> text) {
    const bool is_right = FakeModelRunner::next_token(text, 1'000'003) % static_cast<Token>(n) != 0;
    return is_right ? says(text) : 1 + says(text) % 49;
  };
}

/** A model that is sure of what it says. */
inline void let_say(FakeModelRunner& runner, const Says& says) {
  runner.write_logits = [says](std::span<const Token> text, std::span<float> logits) {
    logits[static_cast<std::size_t>(says(text))] = 12.0F;
  };
}

struct DraftingOptions {
  RunnerLimits limits = runner_limits(4000, 8);
  /** Of the draft model; absent: as those of the other. */
  std::optional<RunnerLimits> draft_limits = std::nullopt;
  std::uint32_t num_draft_vocab = 50;
  std::uint32_t draft_context_length = 100'000;
  std::uint32_t context_length = 1500;
  Speculation speculation = Speculation::kPrediction;
  double target_step_ms = 1000.0;
  bool has_draft_model = true;
  /** Layers of the model draft, and not another one. */
  bool by_layers = false;
  /** Where rows are cheap, and a draft model takes a tenth. */
  PassMs step_ms = [](std::size_t num_tokens) {
    return 10.0 + 0.1 * static_cast<double>(num_tokens);
  };
  PassMs draft_ms = [](std::size_t num_tokens) {
    return 1.0 + 0.01 * static_cast<double>(num_tokens);
  };
};

/** A loop over two fake models, on a clock that only their passes move. */
struct DraftingRig {
  explicit DraftingRig(const DraftingOptions& options = {})
      : draft_runner(new FakeModelRunner(options.draft_limits.value_or(options.limits))),
        draft_model{.runner = std::unique_ptr<ModelRunner>(draft_runner),
                    .num_vocab = options.num_draft_vocab,
                    .context_length = options.draft_context_length,
                    .reads_states = options.by_layers},
        rig(options.limits,
            {.context_length = options.context_length,
             .max_step_tokens = 64,
             .pace = {.step_ms = options.target_step_ms},
             .speculation = options.speculation,
             .now = [this] { return time; }},
            options.has_draft_model ? &draft_model : nullptr) {
    if (options.by_layers) {
      rig.runner.states = std::make_shared<std::vector<std::vector<Token>>>();
      draft_runner->states = rig.runner.states;
      draft_runner->keep_states(KeptStates::kOfLogits);
    }
    let_say(rig.runner, at_random);
    let_say(*draft_runner, at_random);
    rig.runner.after_decode = [this, ms = options.step_ms](const Batch& batch) {
      pass(ms(batch.size()));
    };
    draft_runner->after_decode = [this, ms = options.draft_ms](const Batch& batch) {
      pass(ms(batch.size()));
    };
  }
  DraftingRig(const DraftingRig&) = delete;

  void pass(double ms) {
    total_ms += ms;
    time += std::chrono::duration_cast<Generation::Clock::duration>(
        std::chrono::duration<double, std::milli>(ms));
  }

  Generation::Clock::time_point time{};
  double total_ms = 0.0;
  FakeModelRunner* draft_runner;
  DraftModel draft_model;
  Rig rig;
};

inline Request endless(RequestId id, std::vector<Token> prompt, std::uint32_t num_tokens) {
  Request request = greedy_request(id, std::move(prompt), num_tokens);
  request.sampling.ignore_end_of_generation = true;
  return request;
}

inline std::vector<Token> long_prompt(std::uint32_t length, Token first = 1) {
  std::vector<Token> prompt(length);
  std::iota(prompt.begin(), prompt.end(), first);
  for (Token& token : prompt) token = 1 + token % 49;
  return prompt;
}

/** Follows from all before it, with other tokens nearly as likely. */
inline void write_close_logits(std::span<const Token> text, std::span<float> logits) {
  const auto hash = static_cast<std::uint32_t>(FakeModelRunner::next_token(text, 1'000'003));
  for (std::uint32_t i = 0; i < logits.size(); ++i) {
    logits[i] = static_cast<float>(((hash + i * 7919U) * 2654435761U) >> 16U) / 65536.0F;
  }
  logits[static_cast<std::size_t>(FakeModelRunner::next_token(text, logits.size()))] += 6.0F;
}

/** The same, but for what it is wrong about. */
inline void write_draft_logits(std::span<const Token> text, std::span<float> logits) {
  write_close_logits(text, logits);
  const auto hash = static_cast<std::uint32_t>(FakeModelRunner::next_token(text, 999'983));
  if (hash % 5 == 0) logits[hash % logits.size()] += 12.0F;
}

}  // namespace samewire::testing
