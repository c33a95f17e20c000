// What is kept of earlier prompts is listed, put on disk and given up.
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "error.h"
#include "fake-model-runner.h"
#include "fixtures.h"
#include "loop/engine.h"
#include "loop/engine-loop.h"
#include "recording-sink.h"
#include "temporary-folder.h"
#include "testing.h"

namespace samewire {
namespace {

using testing::FakeModelRunner;
using testing::greedy_request;
using testing::RecordingSink;
using testing::saving_limits;
using testing::TemporaryFolder;
using Tokens = std::vector<Token>;

constexpr std::uint32_t kNumCells = 256;

OffloadOptions offload_to(const TemporaryFolder& folder, std::uint64_t max_bytes = 1'000'000,
                          std::uint64_t ram_bytes = 1'000'000) {
  return {.ram_bytes = ram_bytes,
          .disk = DiskTierOptions{.folder = folder.path(),
                                  .max_bytes = max_bytes,
                                  .fingerprint = [] { return std::string("model"); }}};
}

std::size_t num_files(const TemporaryFolder& folder) {
  std::size_t count = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    ++count;
  }
  return count;
}

struct Rig {
  explicit Rig(const OffloadOptions& offload, Saving saving = Saving::kRuns)
      : runner(saving_limits(saving, kNumCells)),
        loop(runner, nullptr, vocabulary,
             {.context_length = 250, .offload = with_bell(offload)}, sink) {
    // The index of the files that are there.
    while (offload.disk && num_rings == 0) std::this_thread::yield();
  }

  OffloadOptions with_bell(OffloadOptions offload) {
    offload.wake = [this] { ++num_rings; };
    return offload;
  }

  void accept(RequestId id, const Tokens& prompt, std::uint32_t max_tokens = 1) {
    Request request = greedy_request(id, prompt, max_tokens);
    request.sampling.ignore_end_of_generation = true;
    loop.accept(std::make_shared<const Request>(std::move(request)));
  }

  /** Runs until there is nothing to do, or comes from disk. */
  void run(RequestId id, const Tokens& prompt) {
    accept(id, prompt);
    while (loop.step() || loop.stats().num_active > 0) std::this_thread::yield();
  }

  /** How often it had to be asked. */
  int save() {
    int num_calls = 1;
    for (; !loop.save_cache(); ++num_calls) std::this_thread::yield();
    return num_calls;
  }

  std::atomic<int> num_rings = 0;
  Vocabulary vocabulary = testing::number_vocabulary();
  FakeModelRunner runner;
  RecordingSink sink;
  EngineLoop loop;
};

TEST("what stands in cells is listed, the last used first, and whether a request uses it") {
  Rig rig({});
  rig.run(1, Tokens(20, 3));
  rig.run(2, Tokens(30, 4));
  rig.accept(3, Tokens(10, 5), 5);
  rig.loop.step();
  const auto listed = rig.loop.list_cache();
  CHECK_EQUAL(listed.size(), 3U);
  CHECK(listed[0].num_tokens == 10 && listed[0].is_held);
  CHECK(listed[1].num_tokens == 30 && !listed[1].is_held);
  CHECK(listed[2].num_tokens == 20 && !listed[2].is_held);
}

TEST("everything is saved while requests run, and found by the next engine") {
  for (const Saving saving : {Saving::kRuns, Saving::kWhole}) {
    TemporaryFolder folder;
    {
      Rig rig(offload_to(folder), saving);
      rig.run(1, Tokens(20, 3));
      rig.accept(2, Tokens(9, 5), 50);
      rig.loop.step();
      rig.save();
      CHECK_EQUAL(rig.loop.stats().num_active, 1U);
      CHECK(num_files(folder) > 0);
      // Nothing of it is put there at the end: this engine is cut off.
    }
    Rig next(offload_to(folder), saving);
    Tokens prompt(20, 3);
    prompt.insert(prompt.end(), {7, 8, 9});
    next.run(1, prompt);
    CHECK_EQUAL(next.loop.stats().num_disk_tokens, 20U);
  }
}

TEST("what is in RAM only is saved too, and what is on disk is not saved again") {
  TemporaryFolder folder;
  Rig rig(offload_to(folder));
  for (RequestId id = 1; id <= 12; ++id) rig.run(id, Tokens(40, static_cast<Token>(id)));
  rig.save();
  const std::uint64_t num_copied = rig.loop.stats().offload.demotions.num_tokens;
  const std::size_t num_saved = num_files(folder);
  // More blocks of four tokens than there are in all cells.
  CHECK(num_saved > kNumCells / 4);
  rig.save();
  CHECK_EQUAL(rig.loop.stats().offload.demotions.num_tokens, num_copied);
  CHECK_EQUAL(num_files(folder), num_saved);
}

TEST("saving comes to an end also where the disk has less room than is kept") {
  TemporaryFolder folder;
  Rig rig(offload_to(folder, 500));
  for (RequestId id = 1; id <= 5; ++id) rig.run(id, Tokens(40, static_cast<Token>(id)));
  rig.save();
  CHECK(rig.loop.stats().offload.disk_bytes <= 500);
}

TEST("what is dropped is gone, in cells, in RAM and on disk, but for what requests use") {
  TemporaryFolder folder;
  Rig rig(offload_to(folder));
  for (RequestId id = 1; id <= 12; ++id) rig.run(id, Tokens(40, static_cast<Token>(id)));
  rig.save();
  rig.accept(13, Tokens(9, 20), 50);
  rig.loop.step();
  CHECK(rig.loop.drop_cache() > 0);
  const auto listed = rig.loop.list_cache();
  CHECK(listed.size() == 1 && listed[0].is_held);
  // Files are removed by a thread of their own, which the next pass waits for.
  while (rig.loop.step()) continue;
  CHECK_EQUAL(rig.loop.drop_cache(), 1U);
  rig.save();
  CHECK_EQUAL(num_files(folder), 0U);
  CHECK_EQUAL(rig.loop.stats().offload.ram_bytes, 0U);
  const std::uint64_t num_cached = rig.loop.stats().num_cached_tokens;
  rig.run(14, Tokens(40, 1));
  CHECK_EQUAL(rig.loop.stats().num_cached_tokens, num_cached);
}

ErrorCode code_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const EngineException& error) {
    return error.fault().code;
  }
  CHECK(false);
  return ErrorCode::kClosed;
}

TEST("an engine without a folder says that nothing can be saved, and one that has ended that it has") {
  RecordingSink sink;
  Engine engine(std::make_unique<FakeModelRunner>(saving_limits(Saving::kRuns)), nullptr,
                std::make_shared<const Vocabulary>(testing::number_vocabulary()),
                {.loop = {.context_length = 250}}, sink);
  CHECK(engine.list_cache().empty());
  CHECK_EQUAL(engine.drop_cache(), 0U);
  CHECK(code_of([&] { engine.save_cache(); }) == ErrorCode::kUnsupported);
  engine.stop();
  CHECK(code_of([&] { engine.list_cache(); }) == ErrorCode::kClosed);
}

TEST("whoever asks while the engine ends gets an answer") {
  for (int round = 0; round < 50; ++round) {
    RecordingSink sink;
    Engine engine(std::make_unique<FakeModelRunner>(saving_limits(Saving::kRuns)), nullptr,
                  std::make_shared<const Vocabulary>(testing::number_vocabulary()),
                  {.loop = {.context_length = 250}}, sink);
    std::thread asking([&] {
      try {
        for (;;) engine.list_cache();
      } catch (const EngineException& error) {
        CHECK(error.fault().code == ErrorCode::kClosed);
      }
    });
    engine.stop();
    asking.join();
  }
}

}  // namespace
}  // namespace samewire
