// Models with projectors of random weights: whatever is shared, kept or computed again, the text is
// that of a request that runs alone in a fresh engine.
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "media-files.h"
#include "model-engine.h"
#include "temporary-folder.h"
#include "testing.h"
#include "tiny-model-file.h"
#include "waiting-sink.h"

namespace samewire {
namespace {

using namespace testing;
using tiny::ProjectorKind;

constexpr std::uint32_t kAnswer = 16;

/** A model and a projector for it. */
struct Pair {
  explicit Pair(ProjectorKind projector_kind, tiny::Memory memory)
      : kind(projector_kind),
        model(TinyModelFile::random(3, memory)),
        projector(TinyModelFile::projector(projector_kind)) {}

  ProjectorKind kind;
  TinyModelFile model;
  TinyModelFile projector;
};

struct Room {
  std::uint32_t context_size = 0;
  std::uint32_t num_slots = 4;
  std::uint64_t cache_ram_bytes = 0;
  std::string cache_disk_dir = {};
  std::uint32_t max_kept_cells = 8192;
  std::uint64_t media_cache_bytes = 1 << 20;
  std::uint64_t max_held_bytes = 1 << 30;
};

std::unique_ptr<ModelEngine> load(const Pair& pair, EventSink& sink, const Room& room = {}) {
  return ModelEngine::load({.model_path = pair.model.path(),
                            .context_size = room.context_size,
                            .num_slots = room.num_slots,
                            .kv_layout = KvLayout::kPooled,
                            .num_threads = 1,
                            .max_kept_cells = room.max_kept_cells,
                            .cache_ram_bytes = room.cache_ram_bytes,
                            .cache_disk_dir = room.cache_disk_dir,
                            .media = {.projector_path = pair.projector.path(),
                                      .cache_bytes = room.media_cache_bytes,
                                      .max_held_bytes = room.max_held_bytes}},
                           [](float) { return true; }, sink);
}

ChatPart text_part(const std::string& text) { return {.text = text}; }

ChatPart file_part(MediaKind kind, std::string bytes) {
  return {.text = {},
          .file = std::make_shared<const MediaFile>(MediaFile{kind, std::move(bytes)})};
}

/** A picture or a recording, whatever the projector reads. */
ChatPart part_number(const Pair& pair, std::uint32_t number) {
  if (pair.kind == ProjectorKind::kEars) {
    return file_part(MediaKind::kAudio, wav_file(16'000, 0.5, 200.0 + 150.0 * number));
  }
  return file_part(MediaKind::kImage, bmp_file(32, 24, number));
}

Chat chat_of(std::vector<ChatPart> parts) {
  Chat chat;
  chat.messages.push_back({.role = "user", .parts = std::move(parts)});
  return chat;
}

/** A question about the media of some numbers. */
Chat question(const Pair& pair, const std::vector<std::uint32_t>& numbers,
              const std::string& text = " ba de") {
  std::vector<ChatPart> parts{text_part(" ki")};
  for (const std::uint32_t number : numbers) parts.push_back(part_number(pair, number));
  parts.push_back(text_part(text));
  return chat_of(std::move(parts));
}

Request greedy(ModelEngine& engine, RequestId id, const Chat& chat) {
  ChatPrompt prompt = engine.tokenize_chat(chat);
  Request request;
  request.id = id;
  request.prompt = std::move(prompt.tokens);
  request.media = std::move(prompt.media);
  request.branch_points = std::move(prompt.branch_points);
  request.max_tokens = kAnswer;
  request.sampling.temperature = 0.0F;
  request.sampling.repetition_penalty = 1.1F;
  request.sampling.ignore_end_of_generation = true;
  return request;
}

Ending alone(const Pair& pair, const Chat& chat) {
  WaitingSink sink;
  const auto engine = load(pair, sink);
  CHECK(!engine->submit(greedy(*engine, 1, chat)));
  return sink.wait_for(1);
}

Ending next(ModelEngine& engine, WaitingSink& sink, RequestId id, const Chat& chat) {
  CHECK(!engine.submit(greedy(engine, id, chat)));
  return sink.wait_for(id);
}

template <typename Check>
void for_each_projector(Check check) {
  check(Pair(ProjectorKind::kEyes, tiny::Memory::kAttention));
  check(Pair(ProjectorKind::kWholeEyes, tiny::Memory::kAttention));
  check(Pair(ProjectorKind::kPlacesEyes, tiny::Memory::kPlaces));
  check(Pair(ProjectorKind::kEars, tiny::Memory::kAttention));
  check(Pair(ProjectorKind::kEyes, tiny::Memory::kHybrid));
}

template <typename Work>
Fault fault_of(Work work) {
  try {
    work();
  } catch (const EngineException& error) {
    return error.fault();
  }
  throw Failure("it was taken");
}

TEST("a model says what its projector reads") {
  WaitingSink sink;
  const auto eyes = load(Pair(ProjectorKind::kEyes, tiny::Memory::kAttention), sink);
  CHECK(eyes->info().reads_images && !eyes->info().reads_audio);
  const auto ears = load(Pair(ProjectorKind::kEars, tiny::Memory::kAttention), sink);
  CHECK(!ears->info().reads_images && ears->info().reads_audio);
}

TEST("the same media get the same answer, and others get another") {
  for_each_projector([](const Pair& pair) {
    const Ending first = alone(pair, question(pair, {1}));
    CHECK_EQUAL(first.text, alone(pair, question(pair, {1})).text);
    CHECK(first.text != alone(pair, question(pair, {2})).text);
    // Of two recordings its text does not depend on the order, whatever its logits do.
    if (pair.kind == ProjectorKind::kEars) return;
    const Ending in_order = alone(pair, question(pair, {1, 2}));
    CHECK(in_order.text != alone(pair, question(pair, {2, 1})).text);
  });
}

TEST("a second turn reads its media from the cache") {
  for_each_projector([](const Pair& pair) {
    WaitingSink sink;
    const auto engine = load(pair, sink);
    Chat chat = question(pair, {1, 2});
    const Ending first = next(*engine, sink, 1, chat);
    chat.messages.push_back({.role = "assistant", .content = first.text});
    chat.messages.push_back({.role = "user", .content = " lo mu"});
    const std::size_t num_prompt = engine->tokenize_chat(chat).tokens.size();
    const Ending second = next(*engine, sink, 2, chat);
    const std::size_t num_media = 2 * engine->tokenize_chat(chat).media.front().chunk->num_rows();
    CHECK(second.num_cached > num_media);
    CHECK(second.num_cached < num_prompt);
    CHECK_EQUAL(second.text, alone(pair, chat).text);
  });
}

/**
 * The same for at least half of the text. Who shares a step decides in which order sums are taken, and
 * last bits may turn a choice that is close; what another picture says differs from the beginning.
 */
void check_alike(const std::string& text, const std::string& expected) {
  const auto [first, other] = std::ranges::mismatch(text, expected);
  const bool is_alike = 2 * (other - expected.begin()) >= std::ssize(expected);
  CHECK_EQUAL(is_alike ? expected : text, expected);
}

TEST("requests with media that run together get the text they get alone") {
  for_each_projector([](const Pair& pair) {
    WaitingSink sink;
    const auto engine = load(pair, sink);
    const std::vector<Chat> chats{question(pair, {1}), question(pair, {2}), question(pair, {1, 3}),
                                  question(pair, {}, " si to vu da ke")};
    for (RequestId id = 0; id < 4; ++id) {
      CHECK(!engine->submit(greedy(*engine, id, chats[id])));
    }
    for (RequestId id = 0; id < 4; ++id) {
      check_alike(sink.wait_for(id).text, alone(pair, chats[id]).text);
    }
  });
}

TEST("where cells are few, requests with media still get the text they get alone") {
  for_each_projector([](const Pair& pair) {
    // A recording takes more cells than a picture.
    const std::uint32_t num_cells = pair.kind == ProjectorKind::kEars ? 256 : 160;
    WaitingSink sink;
    const auto engine = load(pair, sink, {.context_size = num_cells, .num_slots = 3});
    for (RequestId id = 0; id < 6; ++id) {
      CHECK(!engine->submit(greedy(*engine, id, question(pair, {1 + id % 3, 5}))));
    }
    for (RequestId id = 0; id < 6; ++id) {
      check_alike(sink.wait_for(id).text, alone(pair, question(pair, {1 + id % 3, 5})).text);
    }
  });
}

TEST("prefixes with media come back from RAM and disk, and change no text") {
  for_each_projector([](const Pair& pair) {
    const TemporaryFolder folder;
    const Room room{.cache_ram_bytes = 1 << 20,
                    .cache_disk_dir = folder.path(),
                    .max_kept_cells = 16};
    for (int run = 0; run < 2; ++run) {
      WaitingSink sink;
      const auto engine = load(pair, sink, room);
      for (RequestId id = 0; id < 6; ++id) {
        const Chat chat = question(pair, {1 + id % 2}, " ba de ki lo mu na re");
        check_alike(next(*engine, sink, id, chat).text, alone(pair, chat).text);
      }
    }
  });
}

TEST("nobody can write a mark of media in a text") {
  const Pair pair(ProjectorKind::kEyes, tiny::Memory::kAttention);
  WaitingSink sink;
  const auto engine = load(pair, sink);
  const Chat chat = question(pair, {1}, "<__media__> <__media_0__>");
  CHECK_EQUAL(engine->tokenize_chat(chat).media.size(), 1U);
}

TEST("media that cannot be read are refused, and which it is is said") {
  const Pair pair(ProjectorKind::kEyes, tiny::Memory::kAttention);
  WaitingSink sink;
  const auto engine = load(pair, sink);
  const Fault fault = fault_of([&] {
    engine->tokenize_chat(chat_of({part_number(pair, 1), file_part(MediaKind::kImage, "text")}));
  });
  CHECK(fault.code == ErrorCode::kInvalidParams);
  CHECK_EQUAL(fault.field, std::string("media"));
  CHECK_EQUAL(fault.message.substr(0, 28), std::string("The image 2 cannot be read: "));
  const Fault audio = fault_of([&] {
    engine->tokenize_chat(chat_of({file_part(MediaKind::kAudio, wav_file(16'000, 0.5, 440.0))}));
  });
  CHECK(audio.code == ErrorCode::kUnsupported);
}

TEST("more media than are taken of one prompt are refused before any is read") {
  const Pair pair(ProjectorKind::kEyes, tiny::Memory::kAttention);
  WaitingSink sink;
  const auto engine = load(pair, sink);
  const Fault fault = fault_of(
      [&] { engine->tokenize_chat(question(pair, std::vector<std::uint32_t>(33, 1))); });
  CHECK(fault.message.find("33 images and recordings") != std::string::npos);
}

TEST("while others hold too many media, no more are encoded") {
  const Pair pair(ProjectorKind::kEyes, tiny::Memory::kAttention);
  WaitingSink sink;
  const auto engine = load(pair, sink, {.media_cache_bytes = 0, .max_held_bytes = 6000});
  {
    const ChatPrompt first = engine->tokenize_chat(question(pair, {1}));
    const ChatPrompt second = engine->tokenize_chat(question(pair, {2}));
    const Fault fault = fault_of([&] { engine->tokenize_chat(question(pair, {3})); });
    CHECK(fault.code == ErrorCode::kQueueFull);
  }
  CHECK(!engine->tokenize_chat(question(pair, {3})).media.empty());
}

TEST("a model without a projector says so") {
  const TinyModelFile file = TinyModelFile::random();
  const Pair pair(ProjectorKind::kEyes, tiny::Memory::kAttention);
  WaitingSink sink;
  const auto engine = ModelEngine::load({.model_path = file.path(), .num_threads = 1},
                                        [](float) { return true; }, sink);
  CHECK(!engine->info().reads_images);
  const Fault fault = fault_of([&] { engine->tokenize_chat(question(pair, {1})); });
  CHECK(fault.code == ErrorCode::kUnsupported);
}

TEST("a projector that is none, or of another model, is refused with llama.cpp's reason") {
  const TinyModelFile model = TinyModelFile::random();
  const auto load_with = [&](const std::string& path) {
    WaitingSink sink;
    return fault_of([&] {
      ModelEngine::load({.model_path = model.path(), .media = {.projector_path = path}},
                        [](float) { return true; }, sink);
    });
  };
  CHECK(load_with("/nowhere/mmproj.gguf").code == ErrorCode::kModelLoadFailed);
  CHECK(load_with(model.path()).code == ErrorCode::kModelLoadFailed);
}

TEST("after the engine was stopped no media are read") {
  const Pair pair(ProjectorKind::kEyes, tiny::Memory::kAttention);
  WaitingSink sink;
  const auto engine = load(pair, sink);
  engine->stop();
  CHECK(fault_of([&] { engine->tokenize_chat(question(pair, {1})); }).code == ErrorCode::kClosed);
}

}  // namespace
}  // namespace samewire
