#include "sampling/reasoning-budget.h"

#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fixtures.h"
#include "grammar/grammar.h"
#include "loop-rig.h"
#include "sampling/sampler.h"
#include "testing.h"

namespace samewire {
namespace {

using testing::Rig;

constexpr Token kStart = 0;
constexpr Token kEnd = 1;
constexpr Token kWord = 2;
/** The first two bytes of a smile. */
constexpr Token kHalf = 3;
constexpr Token kRest = 4;
/** The three pieces of an end that is no token. */
constexpr Token kOpening = 5;
constexpr Token kName = 6;
constexpr Token kClosing = 7;
constexpr Token kMessage = 8;

const std::vector<std::string> kPieces{"<think>", "</think>", "word ", "\xF0\x9F", "\x99\x82",
                                       "</",      "think",    ">",     "Enough. "};

ReasoningUse use(std::optional<std::uint32_t> budget, std::vector<Token> closing = {kEnd},
                 bool is_open = false) {
  return {.form = {.start = "<think>", .ends = {"</think>"}, .is_open = is_open},
          .closing = std::move(closing),
          .budget = budget};
}

/** What is written if the model would write one token again and again, or some and then that. */
std::vector<Token> written(const ReasoningUse& reasoning, std::vector<Token> wanted,
                           std::size_t length) {
  ReasoningBudget budget(reasoning);
  std::vector<Token> tokens;
  std::size_t next = 0;
  while (tokens.size() < length) {
    const auto forced = budget.forced();
    const Token own = wanted[std::min(next, wanted.size() - 1)];
    if (!forced) ++next;
    tokens.push_back(forced.value_or(own));
    budget.accept(tokens.back(), kPieces[static_cast<std::size_t>(tokens.back())]);
  }
  return tokens;
}

using Tokens = std::vector<Token>;

TEST("reasoning is closed after as many tokens as its budget has") {
  CHECK_EQUAL(written(use(3), {kStart, kWord}, 7),
              (Tokens{kStart, kWord, kWord, kWord, kEnd, kWord, kWord}));
  CHECK_EQUAL(written(use(2, {kEnd}, true), {kWord}, 5),
              (Tokens{kWord, kWord, kEnd, kWord, kWord}));
}

TEST("without a budget, and without reasoning, nothing is forced") {
  CHECK_EQUAL(written(use(std::nullopt), {kStart, kWord}, 4),
              (Tokens{kStart, kWord, kWord, kWord}));
  CHECK_EQUAL(written(use(0), {kWord}, 3), (Tokens{kWord, kWord, kWord}));
}

TEST("a budget of nothing closes reasoning where it begins") {
  CHECK_EQUAL(written(use(0), {kStart, kWord}, 3), (Tokens{kStart, kEnd, kWord}));
  CHECK_EQUAL(written(use(0, {kEnd}, true), {kWord}, 2), (Tokens{kEnd, kWord}));
}

TEST("reasoning that ends before its budget does is left alone") {
  CHECK_EQUAL(written(use(3), {kStart, kWord, kEnd, kWord}, 6),
              (Tokens{kStart, kWord, kEnd, kWord, kWord, kWord}));
}

TEST("reasoning cannot begin again with one token if the budget is used up") {
  ReasoningBudget budget(use(1));
  for (const Token token : {kStart, kWord}) {
    CHECK(!budget.forbids("<think>"));
    budget.accept(token, kPieces[static_cast<std::size_t>(token)]);
  }
  CHECK(!budget.forbids("<think>"));
  budget.accept(kEnd, "</think>");
  CHECK(budget.forbids("<think>"));
  CHECK(budget.forbids("\n<think>\n"));
  CHECK(!budget.forbids("think"));
}

TEST("reasoning that ended early may begin again") {
  ReasoningBudget budget(use(2));
  for (const Token token : {kStart, kWord, kEnd}) {
    budget.accept(token, kPieces[static_cast<std::size_t>(token)]);
  }
  CHECK(!budget.forbids("<think>"));
}

TEST("reasoning that begins again all the same is closed at once") {
  CHECK_EQUAL(written(use(1), {kStart, kWord, kWord, kStart, kWord}, 7),
              (Tokens{kStart, kWord, kEnd, kWord, kStart, kEnd, kWord}));
}

TEST("a message goes before the end") {
  CHECK_EQUAL(written(use(1, {kMessage, kEnd}), {kStart, kWord}, 5),
              (Tokens{kStart, kWord, kMessage, kEnd, kWord}));
}

TEST("a character that has begun is let end first") {
  CHECK_EQUAL(written(use(1), {kStart, kHalf, kRest, kWord}, 5),
              (Tokens{kStart, kHalf, kRest, kEnd, kWord}));
}

TEST("bytes that never become a character do not hold the end up for long") {
  const Tokens tokens = written(use(1), {kStart, kHalf, kWord}, 4);
  CHECK_EQUAL(tokens, (Tokens{kStart, kHalf, kWord, kEnd}));
}

TEST("an end that the model has begun to write is not begun again") {
  const Tokens end{kOpening, kName, kClosing};
  CHECK_EQUAL(written(use(2, end), {kStart, kWord, kOpening, kWord}, 6),
              (Tokens{kStart, kWord, kOpening, kName, kClosing, kWord}));
  CHECK_EQUAL(written(use(2, end), {kStart, kOpening, kOpening, kWord}, 6),
              (Tokens{kStart, kOpening, kOpening, kName, kClosing, kWord}));
}

TEST("no more tokens are counted than the budget has") {
  ReasoningBudget budget(use(2, {kOpening, kName, kClosing}, true));
  for (const Token token : {kWord, kOpening, kName, kClosing, kWord}) {
    budget.accept(token, kPieces[static_cast<std::size_t>(token)]);
  }
  CHECK_EQUAL(budget.num_tokens(), 1U);
}

TEST("an end whose text is not shown ends reasoning all the same") {
  ReasoningBudget budget(use(1, {kEnd}, true));
  budget.accept(kWord, "word ");
  CHECK_EQUAL(*budget.forced(), kEnd);
  budget.accept(kEnd, "");
  CHECK(!budget.forced());
  budget.accept(kWord, "word ");
  CHECK(!budget.forced());
}

TEST("a template without an end leaves reasoning unbounded") {
  CHECK_EQUAL(written(use(1, {}, true), {kWord}, 3), (Tokens{kWord, kWord, kWord}));
}

// From here on as part of a sampler, or of a whole loop.

SamplingParams greedy() {
  SamplingParams params;
  params.temperature = 0.0F;
  return params;
}

/** Logits under which one token is the best. */
std::vector<float> wanting(Token token) {
  std::vector<float> logits(kPieces.size(), 0.0F);
  logits[static_cast<std::size_t>(token)] = 5.0F;
  return logits;
}

GrammarUse compile(std::string_view gbnf, const Vocabulary& vocabulary) {
  return {.grammar = Grammar::compile(GrammarSource::of(std::string(gbnf)),
                                      std::make_shared<const TokenTrie>(vocabulary))};
}

TEST("what is forced comes whatever the model and the client want") {
  const Vocabulary vocabulary = testing::vocabulary_of(kPieces);
  SamplingParams params = greedy();
  params.logit_bias = {{kEnd, -std::numeric_limits<float>::infinity()}};
  Sampler sampler(params, vocabulary, {}, std::nullopt, {}, use(1, {kEnd}, true));
  CHECK_EQUAL(*sampler.sample(wanting(kWord)), kWord);
  CHECK_EQUAL(*sampler.sample(wanting(kWord)), kEnd);
  CHECK_EQUAL(*sampler.sample(wanting(kWord)), kWord);
  CHECK_EQUAL(sampler.num_reasoning_tokens(), 1U);
}

TEST("a model that wants to reason again chooses something else") {
  const Vocabulary vocabulary = testing::vocabulary_of(kPieces);
  Sampler sampler(greedy(), vocabulary, {}, std::nullopt, {}, use(1, {kEnd}, true));
  std::vector<float> logits = wanting(kStart);
  logits[kWord] = 4.0F;
  CHECK_EQUAL(*sampler.sample(wanting(kWord)), kWord);
  CHECK_EQUAL(*sampler.sample(logits), kEnd);
  CHECK_EQUAL(*sampler.sample(logits), kWord);
}

TEST("a grammar with a place for reasoning goes on behind what is forced") {
  const Vocabulary vocabulary = testing::vocabulary_of(kPieces);
  const GrammarUse grammar =
      compile("root ::= \"word \"* \"</think>\" \"Enough. \"", vocabulary);
  Sampler sampler(greedy(), vocabulary, {}, grammar, {}, use(1, {kEnd}, true));
  CHECK_EQUAL(*sampler.sample(wanting(kWord)), kWord);
  CHECK_EQUAL(*sampler.sample(wanting(kWord)), kEnd);
  CHECK_EQUAL(*sampler.sample(wanting(kWord)), kMessage);
  CHECK(sampler.is_at_end());
}

TEST("a grammar that binds is not broken: what does not fit it is not forced") {
  const Vocabulary vocabulary = testing::vocabulary_of(kPieces);
  const GrammarUse grammar = compile("root ::= \"word \" \"word \" \"</think>\"", vocabulary);
  Sampler sampler(greedy(), vocabulary, {}, grammar, {}, use(1, {kEnd}, true));
  CHECK_EQUAL(*sampler.sample(wanting(kWord)), kWord);
  CHECK_EQUAL(*sampler.sample(wanting(kWord)), kWord);
  CHECK_EQUAL(*sampler.sample(wanting(kWord)), kEnd);
}

TEST("a grammar that waits begins behind reasoning that was closed") {
  const Vocabulary vocabulary = testing::vocabulary_of(kPieces);
  GrammarUse grammar = compile("root ::= \"Enough. \" \"word \"", vocabulary);
  grammar.lazy = LazyGrammar{.triggers = {{false, "Enough. "}},
                             .thinking_start = "<think>",
                             .thinking_ends = {"</think>"}};
  grammar.prefix = "<think>";
  Sampler sampler(greedy(), vocabulary, {}, grammar, {}, use(1, {kEnd}, true));
  CHECK_EQUAL(*sampler.sample(wanting(kMessage)), kMessage);
  CHECK_EQUAL(*sampler.sample(wanting(kMessage)), kEnd);
  CHECK_EQUAL(*sampler.sample(wanting(kMessage)), kMessage);
  CHECK_EQUAL(*sampler.sample(wanting(kMessage)), kWord);
}

/** Over the vocabulary of numbers, whose token t is written `t `: 1 begins reasoning, 2 ends it. */
Request reasoning_request(RequestId id, std::uint32_t budget, std::uint32_t max_tokens) {
  Request request = testing::greedy_request(id, {3, 4}, max_tokens);
  request.reasoning = ReasoningUse{
      .form = {.start = "1 ", .ends = {"2 "}, .is_open = true}, .closing = {2}, .budget = budget};
  return request;
}

/** A model that goes on with one number for ever. */
void always(Rig& rig, Token token) {
  rig.runner.write_logits = [token](auto, std::span<float> logits) {
    logits[static_cast<std::size_t>(token)] = 10.0F;
  };
}

TEST("each choice has a budget of its own, and says how much of it was used") {
  Rig rig;
  always(rig, 7);
  Request request = reasoning_request(1, 3, 6);
  request.num_choices = 2;
  rig.accept(request);
  rig.run_to_end();
  for (const std::uint32_t choice : {0U, 1U}) {
    CHECK_EQUAL(rig.ending(1, choice).text, std::string("7 7 7 2 7 7 "));
    CHECK_EQUAL(rig.ending(1, choice).num_reasoning, 3U);
    CHECK_EQUAL(rig.ending(1, choice).num_generated, 6U);
  }
}

TEST("a forced token comes with the log probability that the model gave it") {
  Rig rig;
  always(rig, 7);
  Request request = reasoning_request(1, 1, 2);
  request.num_logprobs = 0;
  rig.accept(request);
  rig.run_to_end();
  CHECK_EQUAL(rig.ending(1).tokens, (Tokens{7, 2}));
  CHECK(rig.ending(1).logprobs.at(0) > -0.01F);
  CHECK(rig.ending(1).logprobs.at(1) < -9.0F);
}

TEST("a stop text ends the answer also where it was forced") {
  Rig rig;
  always(rig, 7);
  Request request = reasoning_request(1, 1, 9);
  request.stop = {"2 "};
  rig.accept(request);
  rig.run_to_end();
  CHECK_EQUAL(rig.ending(1).text, std::string("7 "));
  CHECK(rig.ending(1).reason == FinishReason::kStopSequence);
}

TEST("a choice that gave up its cells goes on with its budget where it was") {
  Rig rig(testing::runner_limits(256, 1));
  always(rig, 7);
  rig.accept(reasoning_request(1, 4, 8));
  for (int i = 0; i < 4; ++i) CHECK(rig.loop.step());
  Request urgent = reasoning_request(2, 1, 4);
  urgent.priority = 1;
  rig.accept(urgent);
  rig.run_to_end();
  CHECK_EQUAL(rig.loop.stats().num_preemptions, 1U);
  CHECK_EQUAL(rig.ending(1).text, std::string("7 7 7 7 2 7 7 7 "));
  CHECK_EQUAL(rig.ending(2).text, std::string("7 2 7 7 "));
}

}  // namespace
}  // namespace samewire
