// The same promises for every kind of memory a model may have: whatever is shared, kept, branched
// or computed again, the text is that of a request that runs alone in a fresh engine.
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "model-engine.h"
#include "temporary-folder.h"
#include "testing.h"
#include "tiny-model-file.h"
#include "waiting-sink.h"

namespace samewire {
namespace {

using testing::Ending;
using testing::TinyModelFile;
using testing::WaitingSink;
using tiny::Memory;

constexpr std::uint32_t kAnswer = 24;
const std::string kOpening = " ba de ki lo mu na re si to vu da ke li mo nu ra se ti vo bu";

struct Room {
  std::uint32_t context_size = 0;
  std::uint32_t num_slots = 4;
  std::uint64_t cache_ram_bytes = 0;
  std::string cache_disk_dir = {};
};

std::unique_ptr<ModelEngine> load(const TinyModelFile& file, EventSink& sink,
                                  const Room& room = {}) {
  return ModelEngine::load({.model_path = file.path(),
                            .context_size = room.context_size,
                            .num_slots = room.num_slots,
                            .kv_layout = KvLayout::kPooled,
                            .num_threads = 1,
                            .cache_ram_bytes = room.cache_ram_bytes,
                            .cache_disk_dir = room.cache_disk_dir},
                           [](float) { return true; }, sink);
}

Request greedy(RequestId id, std::vector<Token> prompt, std::uint32_t max_tokens = kAnswer) {
  Request request;
  request.id = id;
  request.prompt = std::move(prompt);
  request.max_tokens = max_tokens;
  request.sampling.temperature = 0.0F;
  request.sampling.ignore_end_of_generation = true;
  return request;
}

Ending alone(const TinyModelFile& file, const std::vector<Token>& prompt,
             std::uint32_t max_tokens = kAnswer) {
  WaitingSink sink;
  const auto engine = load(file, sink);
  CHECK(!engine->submit(greedy(1, prompt, max_tokens)));
  return sink.wait_for(1);
}

template <typename Check>
void for_each_memory(Check check) {
  for (const Memory memory :
       {Memory::kAttention, Memory::kSlidingWindow, Memory::kRecurrent, Memory::kHybrid}) {
    check(memory, TinyModelFile::random(3, memory));
  }
}

TEST("of every kind of memory: requests that run together get the text they get alone") {
  for_each_memory([](Memory, const TinyModelFile& file) {
    WaitingSink sink;
    const auto engine = load(file, sink);
    std::vector<std::vector<Token>> prompts;
    for (const std::string text : {" ba de", " ki lo mu", " na", " re si to vu ba de ki"}) {
      prompts.push_back(engine->tokenize(text, {}));
    }
    for (RequestId id = 0; id < 4; ++id) CHECK(!engine->submit(greedy(id, prompts[id])));
    for (RequestId id = 0; id < 4; ++id) {
      CHECK_EQUAL(sink.wait_for(id).text, alone(file, prompts[id]).text);
    }
  });
}

TEST("of every kind of memory: a conversation that goes on is not read again") {
  for_each_memory([](Memory, const TinyModelFile& file) {
    WaitingSink sink;
    const auto engine = load(file, sink);
    const std::vector<Token> opening = engine->tokenize(kOpening, {});
    Request first = greedy(1, opening);
    first.num_logprobs = 0;
    CHECK(!engine->submit(first));
    std::vector<Token> longer = opening;
    const std::vector<Token> answer = sink.wait_for(1).tokens;
    longer.insert(longer.end(), answer.begin(), answer.end());
    longer.insert(longer.end(), opening.begin(), opening.begin() + 5);
    CHECK(!engine->submit(greedy(2, longer)));
    const Ending second = sink.wait_for(2);
    // The last token of the answer was sampled, but never computed.
    CHECK_EQUAL(second.num_cached, static_cast<std::uint32_t>(opening.size() + answer.size() - 1));
    CHECK_EQUAL(second.text, alone(file, longer).text);
  });
}

TEST("of every kind of memory: a conversation that goes on differently keeps its beginning") {
  for_each_memory([](Memory, const TinyModelFile& file) {
    WaitingSink sink;
    const auto engine = load(file, sink);
    const std::vector<Token> opening = engine->tokenize(kOpening, {});
    const std::vector<Token> one_way = engine->tokenize(kOpening + " ba de ki", {});
    const std::vector<Token> other_way = engine->tokenize(kOpening + " vu to si", {});
    Request first = greedy(1, one_way);
    first.branch_points = {static_cast<std::uint32_t>(opening.size())};
    CHECK(!engine->submit(first));
    sink.wait_for(1);
    CHECK(!engine->submit(greedy(2, other_way)));
    const Ending second = sink.wait_for(2);
    CHECK_EQUAL(second.num_cached, static_cast<std::uint32_t>(opening.size()));
    CHECK_EQUAL(second.text, alone(file, other_way).text);
  });
}

TEST("of every kind of memory: the choices of a request share their prompt") {
  for_each_memory([](Memory, const TinyModelFile& file) {
    WaitingSink sink;
    const auto engine = load(file, sink);
    Request request = greedy(1, engine->tokenize(kOpening, {}));
    request.num_choices = 3;
    CHECK(!engine->submit(request));
    const std::string expected = alone(file, request.prompt).text;
    std::uint32_t num_cached = 0;
    for (std::uint32_t choice = 0; choice < 3; ++choice) {
      const Ending ending = sink.wait_for(1, choice);
      CHECK_EQUAL(ending.text, expected);
      num_cached += ending.num_cached;
    }
    CHECK_EQUAL(num_cached, 2 * static_cast<std::uint32_t>(request.prompt.size() - 1));
  });
}

TEST("of every kind of memory: what gives way to others continues where it was") {
  for_each_memory([](Memory, const TinyModelFile& file) {
    WaitingSink sink;
    // One slot, and cells for either of the two: the first has to be computed again.
    const auto engine = load(file, sink, {.context_size = 256, .num_slots = 1});
    const std::vector<Token> opening = engine->tokenize(kOpening, {});
    const auto has_begun = [](auto& recorded) { return recorded.choices[{1, 0}].text.size() > 8; };
    sink.hold_when(has_begun);
    CHECK(!engine->submit(greedy(1, opening, 100)));
    sink.wait(has_begun);
    std::vector<Token> long_prompt;
    while (long_prompt.size() < 200) {
      long_prompt.insert(long_prompt.end(), opening.rbegin(), opening.rend());
    }
    Request urgent = greedy(2, long_prompt, 8);
    urgent.priority = 1;
    CHECK(!engine->submit(urgent));
    sink.let_go();
    CHECK_EQUAL(sink.wait_for(2).num_generated, 8U);
    const Ending first = sink.wait_for(1);
    CHECK_EQUAL(first.num_generated, 100U);
    engine->stop();
    CHECK_EQUAL(engine->stats().num_preemptions, 1U);
    // Past some point a rounding may fall the other way, so only the near part is compared.
    CHECK_EQUAL(first.text.substr(0, 60), alone(file, opening, 100).text.substr(0, 60));
  });
}

/** Asks with other prompts until nothing else has cells; the pool holds about one of them. */
void take_all_cells(ModelEngine& engine, WaitingSink& sink, RequestId first_id = 100) {
  for (RequestId id = first_id; id < first_id + 4; ++id) {
    std::vector<Token> prompt(230);
    for (std::size_t i = 0; i < prompt.size(); ++i) {
      prompt[i] = static_cast<Token>(3 + (i * 7 + id) % 20);
    }
    CHECK(!engine.submit(greedy(id, prompt, 2)));
    sink.wait_for(id);
  }
}

/** A long prompt, and one that begins like it and goes on after the last branch point. */
struct Conversation {
  explicit Conversation(const ModelEngine& engine) {
    std::string opening;
    for (int i = 0; i < 5; ++i) opening += kOpening;
    first = engine.tokenize(opening + " ba de ki", {});
    second = engine.tokenize(opening + " vu to si", {});
    num_common = static_cast<std::uint32_t>(engine.tokenize(opening, {}).size());
  }

  Request request() const {
    Request request = greedy(1, first);
    request.branch_points = {num_common};
    return request;
  }

  std::vector<Token> first;
  std::vector<Token> second;
  std::uint32_t num_common = 0;
};

/**
 * What is quicker to compute than to copy is not kept, and a busy machine makes a copy look slow: what
 * may come back does so in some attempt, if not in the first.
 */
template <typename Attempt>
void check_comes_back(Attempt has_come_back) {
  for (int i = 0; i < 30; ++i) {
    if (has_come_back()) return;
  }
  throw testing::Failure("it never came back");
}

TEST("of every kind of memory: a beginning that lost its cells comes back from RAM") {
  for_each_memory([](Memory, const TinyModelFile& file) {
    check_comes_back([&] {
      WaitingSink sink;
      const auto engine =
          load(file, sink, {.context_size = 256, .num_slots = 2, .cache_ram_bytes = 1U << 26U});
      const Conversation conversation(*engine);
      CHECK(!engine->submit(conversation.request()));
      sink.wait_for(1);
      take_all_cells(*engine, sink);
      CHECK(!engine->submit(greedy(2, conversation.second)));
      const Ending second = sink.wait_for(2);
      CHECK(second.num_cached <= conversation.num_common);
      CHECK_EQUAL(second.text, alone(file, conversation.second).text);
      engine->stop();
      CHECK_EQUAL(engine->stats().num_restored_tokens > 0, second.num_cached > 0);
      return second.num_cached > 0;
    });
  });
}

/** How an engine ends that had a conversation. */
enum class Last { kConversation, kOthers };

/** Has the conversation in an engine, and perhaps others in its place until it is on disk. */
void leave_on_disk(const TinyModelFile& file, const Room& room, Last last) {
  WaitingSink sink;
  const auto engine = load(file, sink, room);
  CHECK(!engine->submit(Conversation(*engine).request()));
  sink.wait_for(1);
  if (last == Last::kConversation) return;
  take_all_cells(*engine, sink, 100);
  take_all_cells(*engine, sink, 200);
}

void check_comes_back_from_disk(Last last) {
  for_each_memory([&](Memory, const TinyModelFile& file) {
    check_comes_back([&] {
      testing::TemporaryFolder folder;
      // RAM for a block or a state, and not for two long prompts.
      Room room{.context_size = 256,
                .num_slots = 2,
                .cache_ram_bytes = 1U << 17U,
                .cache_disk_dir = folder.path()};
      leave_on_disk(file, room, last);
      if (std::filesystem::is_empty(folder.path())) return false;
      room.cache_ram_bytes = 1U << 26U;
      WaitingSink sink;
      const auto engine = load(file, sink, room);
      const Conversation conversation(*engine);
      // The index is made in the background; a step sees it.
      for (RequestId id = 10; engine->stats().offload.disk_bytes == 0; ++id) {
        CHECK(!engine->submit(greedy(id, {3, 4, 5}, 1)));
        sink.wait_for(id);
      }
      Request foreign = greedy(2, conversation.second);
      foreign.cache_scope = 9;
      CHECK(!engine->submit(foreign));
      CHECK_EQUAL(sink.wait_for(2).num_cached, 0U);
      CHECK(!engine->submit(greedy(3, conversation.second)));
      const Ending second = sink.wait_for(3);
      CHECK(second.num_cached <= conversation.num_common);
      CHECK_EQUAL(second.text, alone(file, conversation.second).text);
      engine->stop();
      // The last token of what came back may be computed again, for its logits.
      CHECK(engine->stats().num_disk_tokens >= std::uint64_t{second.num_cached});
      return second.num_cached > 0;
    });
  });
}

TEST("of every kind of memory: a beginning comes back from disk in the next process") {
  check_comes_back_from_disk(Last::kOthers);
}

TEST("of every kind of memory: what stood in cells at the end comes back in the next process") {
  check_comes_back_from_disk(Last::kConversation);
}

}  // namespace
}  // namespace samewire
