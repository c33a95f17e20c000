#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "fixtures.h"
#include "grammar/grammar.h"
#include "loop-rig.h"
#include "random.h"
#include "recording-sink.h"

namespace samewire::testing {

/** Everything about an ending but its time. */
inline auto told(const Ending& ending) {
  return std::tie(ending.text, ending.reason, ending.stop_sequence, ending.num_generated,
                  ending.num_finishes, ending.tokens, ending.logprobs);
}

inline std::shared_ptr<Grammar> some_grammar(const Vocabulary& vocabulary) {
  return Grammar::compile(GrammarSource::of("root ::= ([0-9] \" \")+ | ([1-3] [0-9] \" \")+"),
                          std::make_shared<const TokenTrie>(vocabulary));
}

inline Request random_request(RequestId id, Random& random, const std::shared_ptr<Grammar>& grammar) {
  std::vector<Token> prompt;
  const std::uint32_t num_prompt = 1 + random.below(30);
  for (std::uint32_t i = 0; i < num_prompt; ++i) {
    prompt.push_back(static_cast<Token>(1 + random.below(random.one_in(2) ? 4 : 49)));
  }
  Request request = greedy_request(id, std::move(prompt), 1 + random.below(120));
  if (random.one_in(2)) {
    request.sampling.temperature = 0.6F;
    request.sampling.seed = random.below(1000);
    if (random.one_in(2)) request.sampling.top_k = 5;
  }
  if (random.one_in(3)) request.sampling.frequency_penalty = 0.2F;
  if (random.one_in(4)) request.sampling.ignore_end_of_generation = true;
  if (random.one_in(3)) request.num_choices = 1 + random.below(3);
  if (random.one_in(2)) request.num_logprobs = random.below(3);
  if (random.one_in(3)) request.stop = {std::to_string(random.below(50)) + " "};
  if (random.one_in(4)) request.grammar = GrammarUse{.grammar = grammar};
  return request;
}

/** The last request comes late and takes the place of another. */
inline void run_all(Rig& rig, const std::vector<Request>& requests) {
  for (Request request : requests) {
    if (request.id == requests.back().id) {
      for (int i = 0; i < 8; ++i) rig.loop.step();
      request.priority = 1;
    }
    rig.accept(request);
  }
  rig.run_to_end();
}

}  // namespace samewire::testing
