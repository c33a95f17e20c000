// Media in a prompt, over a model without weights: who computes what in which step.
#include <algorithm>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

#include "loop-rig.h"
#include "media/content-hash.h"
#include "media/media-token.h"
#include "model/position-map.h"
#include "request-check.h"
#include "schedule/scheduler.h"
#include "testing.h"

namespace samewire {
namespace {

using namespace testing;

std::shared_ptr<const MediaChunk> chunk_of(const std::string& content, std::uint32_t num_rows,
                                           bool is_whole = false) {
  auto chunk = std::make_shared<MediaChunk>();
  chunk->tokens = ContentHash::of(content).tokens(0, num_rows);
  chunk->num_positions = num_rows;
  chunk->is_whole = is_whole;
  return chunk;
}

/** Some text, a chunk, and a last word. */
Request with_media(RequestId id, const std::shared_ptr<const MediaChunk>& chunk,
                   std::vector<Token> before = {1, 2, 3}) {
  Request request = greedy_request(id, std::move(before), 6);
  request.media.push_back(
      {.begin = static_cast<std::uint32_t>(request.prompt.size()), .chunk = chunk});
  request.prompt.insert(request.prompt.end(), chunk->tokens.begin(), chunk->tokens.end());
  request.prompt.push_back(static_cast<Token>(4));
  return request;
}

std::string text_alone(const Request& request, const Vocabulary& vocabulary) {
  return expected_text(request.prompt, *request.max_tokens, vocabulary);
}

TEST("equal content has equal tokens, and other content has others") {
  const auto tokens = ContentHash::of("a picture").tokens(0, 16);
  CHECK_EQUAL(tokens, ContentHash::of("a picture").tokens(0, 16));
  CHECK(tokens[0] != ContentHash::of("another").tokens(0, 16)[0]);
  CHECK(tokens[0] != ContentHash::of("a picture").tokens(1, 16)[0]);
  CHECK(std::ranges::all_of(tokens, is_media));
}

TEST("a beginning of a prompt that ends inside a chunk is cut to where the chunk begins") {
  std::vector<Token> prompt{1, 2};
  for (int chunk = 0; chunk < 2; ++chunk) {
    const auto rows = ContentHash::of("the same twice").tokens(0, 4);
    prompt.insert(prompt.end(), rows.begin(), rows.end());
  }
  prompt.push_back(3);
  CHECK_EQUAL(whole_chunks(prompt, 1), 1U);
  CHECK_EQUAL(whole_chunks(prompt, 2), 2U);
  CHECK_EQUAL(whole_chunks(prompt, 5), 2U);
  CHECK_EQUAL(whole_chunks(prompt, 6), 6U);
  CHECK_EQUAL(whole_chunks(prompt, 9), 6U);
  CHECK_EQUAL(whole_chunks(prompt, 10), 10U);
}

TEST("a prompt with media is answered as it stands, in steps of text and steps of rows") {
  for (const bool is_whole : {false, true}) {
    Rig rig;
    const Request request = with_media(1, chunk_of("a picture", 20, is_whole));
    rig.accept(request);
    rig.run_to_end();
    CHECK_EQUAL(rig.ending(1).text, text_alone(request, rig.vocabulary));
  }
}

TEST("a draft from the prompt ends where that goes on with a picture") {
  const Vocabulary vocabulary = number_vocabulary();
  const auto request =
      std::make_shared<const Request>(with_media(1, chunk_of("a picture", 4), {1, 2, 3, 8}));
  Generation generation(request, 0, {}, 500, vocabulary, Speculation::kNgram);
  for (const Token token : {1, 2, 3}) {
    std::vector<float> logits(vocabulary.size());
    logits[static_cast<std::size_t>(token)] = 9.0F;
    CHECK(generation.sample(logits) == Generation::Outcome::kGoesOn);
  }
  CHECK_EQUAL(generation.draft(4).tokens, std::vector<Token>{8});
}

TEST("rows that cannot be divided are computed in one step, however many they are") {
  Rig rig;
  const Request request = with_media(1, chunk_of("a large picture", 60, true));
  rig.accept(request);
  rig.run_to_end();
  CHECK_EQUAL(rig.runner.largest_step, 60U);
  CHECK_EQUAL(rig.ending(1).text, text_alone(request, rig.vocabulary));
}

TEST("rows that can be divided are computed in steps like a text") {
  Rig rig;
  rig.accept(with_media(1, chunk_of("a large picture", 60)));
  rig.run_to_end();
  CHECK(rig.runner.largest_step <= 32U);
}

TEST("streams go on in every step while a picture is read") {
  Rig rig(runner_limits(), LoopOptions{.context_length = 200, .max_step_tokens = 32});
  Request stream = greedy_request(1, {7, 8}, 100);
  stream.sampling.ignore_end_of_generation = true;
  rig.accept(stream);
  rig.loop.step();
  rig.accept(with_media(2, chunk_of("a large picture", 60, true)));
  for (int i = 0; i < 6; ++i) {
    const auto before = rig.runner.num_computed_tokens;
    rig.loop.step();
    CHECK(rig.runner.num_computed_tokens > before);
  }
  CHECK(rig.ending(2).num_generated > 0 || !rig.ending(2).text.empty());
  CHECK(!rig.ending(1).text.empty());
  rig.run_to_end();
}

TEST("a second prompt with the same picture is read from the cache, with another it is not") {
  Rig rig;
  const auto chunk = chunk_of("a picture", 20);
  rig.accept(with_media(1, chunk));
  rig.run_to_end();
  Request same = with_media(2, chunk);
  same.prompt.push_back(9);
  rig.accept(same);
  const Request other = with_media(3, chunk_of("another", 20));
  rig.accept(other);
  rig.run_to_end();
  CHECK_EQUAL(rig.ending(2).num_cached, 24U);
  CHECK_EQUAL(rig.ending(2).text, text_alone(same, rig.vocabulary));
  CHECK_EQUAL(rig.ending(3).num_cached, 3U);
  CHECK_EQUAL(rig.ending(3).text, text_alone(other, rig.vocabulary));
}

TEST("of a picture that was read in part, nothing is found but what stands before it") {
  Rig rig;
  const auto chunk = chunk_of("a large picture", 60);
  rig.accept(with_media(1, chunk));
  rig.loop.step();
  rig.loop.step();
  rig.loop.cancel(1);
  const Request again = with_media(2, chunk);
  rig.accept(again);
  rig.run_to_end();
  CHECK_EQUAL(rig.ending(2).num_cached, 3U);
  CHECK_EQUAL(rig.ending(2).text, text_alone(again, rig.vocabulary));
}

TEST("two that come together with the same picture compute it once") {
  Rig rig;
  const auto chunk = chunk_of("a picture", 40);
  const Request first = with_media(1, chunk);
  Request second = with_media(2, chunk);
  second.prompt.push_back(9);
  rig.accept(first);
  rig.accept(second);
  rig.run_to_end();
  CHECK_EQUAL(rig.ending(2).num_cached, 44U);
  CHECK_EQUAL(rig.ending(1).text, text_alone(first, rig.vocabulary));
  CHECK_EQUAL(rig.ending(2).text, text_alone(second, rig.vocabulary));
}

TEST("generations that take each other's cells read their pictures again") {
  Rig rig(runner_limits(110, 4), LoopOptions{.context_length = 100, .max_step_tokens = 32});
  std::vector<Request> requests;
  for (RequestId id = 1; id <= 4; ++id) {
    Request request =
        with_media(id, chunk_of("picture " + std::to_string(id), 30, id % 2 == 0),
                   {static_cast<Token>(id), 5});
    request.max_tokens = 30;
    requests.push_back(request);
    rig.accept(request);
  }
  rig.run_to_end();
  for (const Request& request : requests) {
    CHECK_EQUAL(rig.ending(request.id).text, text_alone(request, rig.vocabulary));
  }
}

TEST("for what cannot be divided, kept prefixes make room") {
  Rig rig(runner_limits(120, 4), LoopOptions{.context_length = 100, .max_step_tokens = 32});
  std::vector<Token> long_prompt(60);
  std::iota(long_prompt.begin(), long_prompt.end(), Token{0});
  for (Token& token : long_prompt) token = token % 49 + 1;
  Request first = greedy_request(1, long_prompt, 20);
  first.sampling.ignore_end_of_generation = true;
  rig.accept(first);
  rig.run_to_end();
  const Request request = with_media(2, chunk_of("a large picture", 60, true));
  rig.accept(request);
  rig.run_to_end();
  CHECK_EQUAL(rig.ending(2).text, text_alone(request, rig.vocabulary));
}

TEST("what cannot be divided waits until it is first, and is then given whole") {
  const auto demand = [](std::uint64_t order, std::uint32_t num_pending, std::uint32_t at_once) {
    return Demand{.num_pending = num_pending,
                  .rank = {.order = order},
                  .parked = false,
                  .max_tokens = at_once,
                  .min_tokens = at_once};
  };
  const StepLimits limits{
      .max_tokens = 64, .max_tokens_with_prompts = 32, .num_available_cells = 1000};
  const std::vector<Demand> demands{demand(0, 20, 0), demand(1, 100, 90)};
  const std::vector<std::uint32_t> held{0, 0};
  const StepPlan behind = plan_step(demands, held, limits);
  CHECK_EQUAL(behind.num_tokens(), 20U);
  const StepPlan alone = plan_step(std::span(demands).last(1), std::span(held).last(1), limits);
  CHECK_EQUAL(alone.num_tokens(), 90U);
}

TEST("tokens that stand for media which nobody gave are refused") {
  const Vocabulary vocabulary = number_vocabulary();
  Request request = with_media(1, chunk_of("a picture", 4));
  CHECK(!check_request(request, vocabulary, 100));
  Request without = request;
  without.media.clear();
  CHECK(check_request(without, vocabulary, 100)->field == "prompt");
  Request elsewhere = request;
  elsewhere.media[0].begin = 2;
  CHECK(check_request(elsewhere, vocabulary, 100)->field == "prompt");
  Request at_end = request;
  at_end.prompt.pop_back();
  CHECK(check_request(at_end, vocabulary, 100)->field == "prompt");
}

TEST("positions behind a picture go on where its own end") {
  PositionMap map;
  map.add_chunk(3, 12, 4);
  map.add_chunk(3, 12, 4);
  CHECK_EQUAL(map.position_of(2), 2);
  CHECK_EQUAL(map.position_of(3), 3);
  CHECK_EQUAL(map.position_of(9), 3);
  CHECK_EQUAL(map.position_of(15), 7);
  map.add_chunk(16, 4, 2);
  CHECK_EQUAL(map.position_of(20), 10);
  CHECK(map.has_chunk(0, 4));
  CHECK(!map.has_chunk(15, 16));
  map.cut(16);
  CHECK_EQUAL(map.position_of(20), 12);
}

}  // namespace
}  // namespace samewire
