#include <cmath>
#include <limits>
#include <memory>
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

constexpr Token kEnd = 5;

/** Pieces of digits and letters, and an end. */
Vocabulary letters() {
  std::vector<Vocabulary::Entry> entries;
  for (const char* piece : {"a", "b", "ab", "1", "12"}) entries.push_back({.piece = piece});
  entries.push_back({.piece = "", .ends_generation = true});
  return Vocabulary(entries);
}

GrammarUse compile(std::string_view gbnf, const Vocabulary& vocabulary) {
  return {.grammar = Grammar::compile(GrammarSource::of(gbnf),
                                      std::make_shared<const TokenTrie>(vocabulary))};
}

SamplingParams greedy() {
  SamplingParams params;
  params.temperature = 0.0F;
  return params;
}

TEST("a token that does not fit the grammar gives way to the best one that does") {
  const Vocabulary vocabulary = letters();
  Sampler sampler(greedy(), vocabulary, {}, compile("root ::= [0-9]+", vocabulary));
  const std::vector<float> logits = {9.0F, 8.0F, 7.0F, 1.0F, 2.0F, 10.0F};
  CHECK_EQUAL(*sampler.sample(logits), 4);
}

TEST("the end may come only where the text is complete") {
  const Vocabulary vocabulary = letters();
  Sampler sampler(greedy(), vocabulary, {}, compile("root ::= \"a\" \"b\" \"1\"?", vocabulary));
  const std::vector<float> logits = {3.0F, 2.0F, 1.0F, 0.0F, 0.0F, 10.0F};
  CHECK_EQUAL(*sampler.sample(logits), 0);
  CHECK_EQUAL(*sampler.sample(logits), 1);
  CHECK(!sampler.is_at_end());
  CHECK_EQUAL(*sampler.sample(logits), kEnd);
}

TEST("under a grammar, tokens that fit are drawn as often as their probability says") {
  const Vocabulary vocabulary = letters();
  const auto grammar = compile("root ::= \"a\" | \"b\"", vocabulary);
  const std::vector<float> logits = {std::log(0.3F), std::log(0.1F), std::log(0.3F),
                                     std::log(0.1F), std::log(0.1F), std::log(0.1F)};
  int num_a = 0;
  for (std::uint32_t seed = 0; seed < 4000; ++seed) {
    SamplingParams params;
    params.seed = seed;
    if (*Sampler(params, vocabulary, {}, grammar).sample(logits) == 0) ++num_a;
  }
  CHECK(std::abs(num_a / 4000.0 - 0.75) < 0.03);
}

TEST("of a large vocabulary just the tokens that fit are drawn") {
  // Runs of tokens that all fit, that never do, and mixed ones.
  std::vector<Vocabulary::Entry> entries;
  for (int i = 0; i < 1000; ++i) {
    const bool is_digit = i < 200 || (i >= 700 && i % 3 == 0);
    entries.push_back({.piece = (is_digit ? "1" : "x") + std::to_string(i)});
  }
  entries.push_back({.piece = "", .ends_generation = true});
  const Vocabulary vocabulary(entries);
  const auto grammar = compile("root ::= [0-9]+", vocabulary);
  std::vector<int> counts(vocabulary.size());
  for (std::uint32_t seed = 0; seed < 6000; ++seed) {
    SamplingParams params;
    params.seed = seed;
    const std::vector<float> logits(vocabulary.size(), 0.5F);
    ++counts[static_cast<std::size_t>(*Sampler(params, vocabulary, {}, grammar).sample(logits))];
  }
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const bool is_digit = i < 200 || (i >= 700 && i < 1000 && i % 3 == 0);
    CHECK_EQUAL(counts[i] > 0, is_digit);
  }
}

TEST("a grammar that waits for its trigger lets everything pass before it") {
  const Vocabulary vocabulary = letters();
  GrammarUse use = compile("root ::= \"ab\" \"1\"", vocabulary);
  use.lazy = LazyGrammar{.triggers = {{false, "ab"}}};
  Sampler sampler(greedy(), vocabulary, {}, use);
  CHECK_EQUAL(*sampler.sample(std::vector<float>{9, 8, 7, 6, 5, 0}), 0);
  CHECK_EQUAL(*sampler.sample(std::vector<float>{8, 9, 7, 6, 5, 0}), 1);
  CHECK(!sampler.is_at_end());
  CHECK_EQUAL(*sampler.sample(std::vector<float>{9, 8, 7, 5, 6, 0}), 3);
  CHECK(sampler.is_at_end());
}

TEST("a trigger whose own token goes on in another way leaves the text free") {
  const Vocabulary vocabulary = letters();
  GrammarUse use = compile("root ::= \"1\" \"a\"", vocabulary);
  use.lazy = LazyGrammar{.triggers = {{false, "1"}}};
  Sampler sampler(greedy(), vocabulary, {}, use);
  CHECK_EQUAL(*sampler.sample(std::vector<float>{0, 0, 0, 1, 9, 0}), 4);
  CHECK_EQUAL(*sampler.sample(std::vector<float>{0, 9, 0, 0, 0, 0}), 1);
  CHECK(!sampler.is_stuck());
}

TEST("a control token fits a grammar by its name, where names are part of the text") {
  const Vocabulary vocabulary(std::vector<Vocabulary::Entry>{
      {.piece = "a"}, {.piece = "", .control_name = "[CALL]"}, {.piece = "[CALL"}});
  const GrammarUse use = compile("root ::= \"[CALL]\" \"a\"", vocabulary);
  const std::vector<Token> shown{1};
  Sampler sampler(greedy(), vocabulary, {}, use, shown);
  CHECK_EQUAL(*sampler.sample(std::vector<float>{9, 5, 1}), 1);
  CHECK_EQUAL(*sampler.sample(std::vector<float>{1, 5, 9}), 0);
  Sampler without(greedy(), vocabulary, {}, use);
  CHECK_EQUAL(*without.sample(std::vector<float>{9, 5, 1}), 2);
}

TEST("a sampler is stuck where no token fits, and says so") {
  const Vocabulary vocabulary = letters();
  SamplingParams params = greedy();
  params.logit_bias = {{0, -std::numeric_limits<float>::infinity()}};
  Sampler sampler(params, vocabulary, {}, compile("root ::= \"a\"", vocabulary));
  CHECK(!sampler.sample(std::vector<float>(6, 1.0F)));
  CHECK(sampler.is_stuck());
}

/** As the rig's greedy requests, over the vocabulary of numbers: token t is written `t `. */
Request constrained(RequestId id, const Rig& rig, std::string_view gbnf,
                    std::uint32_t max_tokens = 20) {
  Request request = testing::greedy_request(id, {3, 4}, max_tokens);
  request.grammar = compile(gbnf, rig.vocabulary);
  return request;
}

TEST("a choice ends by itself where its grammar lets nothing follow") {
  Rig rig;
  rig.accept(constrained(1, rig, "root ::= \"7 \" \"8 \""));
  rig.run_to_end();
  CHECK_EQUAL(rig.ending(1).text, std::string("7 8 "));
  CHECK(rig.ending(1).reason == FinishReason::kStopToken);
}

TEST("a choice under a grammar ends at its length limit, complete or not") {
  Rig rig;
  rig.accept(constrained(1, rig, "root ::= \"7 \"{10}", 3));
  rig.run_to_end();
  CHECK_EQUAL(rig.ending(1).text, std::string("7 7 7 "));
  CHECK(rig.ending(1).reason == FinishReason::kLength);
}

TEST("choices of one request keep to the grammar each for itself") {
  Rig rig;
  Request request = constrained(1, rig, "root ::= (\"1\" | \"2\") [0-9]* \" \" \"9 \"");
  request.num_choices = 3;
  request.sampling.temperature = 1.0F;
  rig.accept(request);
  rig.run_to_end();
  for (std::uint32_t choice = 0; choice < 3; ++choice) {
    const std::string& text = rig.ending(1, choice).text;
    CHECK(text.starts_with("1") || text.starts_with("2"));
    CHECK(text.ends_with(" 9 "));
  }
}

TEST("a choice that gave up its cells goes on in its grammar where it was") {
  Rig rig(testing::runner_limits(256, 1));
  const auto gbnf = "root ::= \"1 \" \"2 \" \"3 \" \"4 \" \"5 \" \"6 \" \"7 \" \"8 \" \"9 \" \"10 \"";
  rig.accept(constrained(1, rig, gbnf));
  for (int i = 0; i < 4; ++i) CHECK(rig.loop.step());
  Request urgent = constrained(2, rig, gbnf);
  urgent.priority = 1;
  rig.accept(urgent);
  rig.run_to_end();
  CHECK_EQUAL(rig.loop.stats().num_preemptions, 1U);
  CHECK_EQUAL(rig.ending(1).text, std::string("1 2 3 4 5 6 7 8 9 10 "));
  CHECK_EQUAL(rig.ending(2).text, rig.ending(1).text);
}

TEST("a choice whose grammar cannot be followed fails, and no other with it") {
  Rig rig;
  rig.accept(constrained(1, rig, "root ::= \"1 \" \"x\""));
  rig.accept(testing::greedy_request(2, {5}, 4));
  rig.run_to_end();
  CHECK_EQUAL(rig.sink.faults.at(1).size(), 1U);
  CHECK_EQUAL(rig.ending(2).num_finishes, 1);
}

}  // namespace
}  // namespace samewire
