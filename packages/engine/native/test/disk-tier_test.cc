#include "offload/disk-tier.h"

#include <chrono>
#include <condition_variable>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "offload/block-file.h"
#include "temporary-folder.h"
#include "testing.h"

namespace samewire {
namespace {

namespace fs = std::filesystem;
using testing::TemporaryFolder;
using Tokens = std::vector<Token>;

constexpr std::uint32_t kBlock = 4;

std::shared_ptr<const SavedBlock> block_of(const std::string& text) {
  auto block = std::make_shared<SavedBlock>(SavedBlock{.cells = SavedCells(text.size())});
  std::memcpy(block->cells.bytes().data(), text.data(), text.size());
  return block;
}

std::string text_of(const SavedBlock& block) {
  const std::span<const std::byte> bytes = block.cells.bytes();
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/** A tier over a folder, and a bell that its IO thread rings. */
struct Disk {
  explicit Disk(const TemporaryFolder& folder, const std::string& fingerprint = "model",
                std::uint64_t max_bytes = 1'000'000)
      : tier({.folder = folder.path(),
              .max_bytes = max_bytes,
              .fingerprint = [fingerprint] { return fingerprint; }},
             kBlock, [this] { ring(); }) {
    wait_for_bell();
    tier.take_arrivals();
  }

  void ring() {
    const std::scoped_lock lock(mutex);
    ++num_rings;
    rung.notify_one();
  }

  void wait_for_bell() {
    std::unique_lock lock(mutex);
    rung.wait(lock, [&] { return num_rings > 0; });
    --num_rings;
  }

  /** What is on disk behind the first `from` tokens of a prompt; empty if there is nothing. */
  std::string read(const Tokens& prompt, std::uint32_t from, CacheScope scope = 0) {
    if (!tier.request(scope, prompt, from)) return "";
    for (;;) {
      wait_for_bell();
      for (const DiskTier::Arrival& arrival : tier.take_arrivals()) return text_of(*arrival.block);
      if (!tier.request(scope, prompt, from)) return "";
    }
  }

  std::mutex mutex;
  std::condition_variable rung;
  int num_rings = 0;
  DiskTier tier;
};

std::vector<fs::path> files_in(const TemporaryFolder& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder.path())) files.push_back(entry.path());
  return files;
}

/** Leaves one block, of four tokens, in a folder. */
void fill(const TemporaryFolder& folder, CacheScope scope = 0) {
  Disk disk(folder);
  disk.tier.write(scope, Tokens{1, 2, 3, 4}, block_of("cells"));
}

TEST("a block is found again by the next process") {
  TemporaryFolder folder;
  fill(folder);
  Disk disk(folder);
  CHECK(disk.tier.num_bytes() > 0);
  CHECK_EQUAL(disk.read({1, 2, 3, 4, 5}, 0), std::string("cells"));
  CHECK_EQUAL(disk.read({1, 2, 9, 4, 5}, 2), std::string());
}

TEST("a block of one scope is no other scope's after a restart either") {
  TemporaryFolder folder;
  fill(folder, 7);
  Disk disk(folder);
  CHECK_EQUAL(disk.read({1, 2, 3, 4, 5}, 0, 0), std::string());
  CHECK_EQUAL(disk.read({1, 2, 3, 4, 5}, 0, 8), std::string());
  CHECK_EQUAL(disk.read({1, 2, 3, 4, 5}, 0, 7), std::string("cells"));
}

TEST("what another model left is removed, what others left is not") {
  TemporaryFolder folder;
  fill(folder);
  std::ofstream(folder.path() / "notes.txt") << "mine";
  std::ofstream(folder.path() / "torn.kv.part") << "half";
  Disk disk(folder, "another model");
  CHECK_EQUAL(disk.tier.num_bytes(), 0U);
  CHECK_EQUAL(files_in(folder), std::vector<fs::path>{folder.path() / "notes.txt"});
}

TEST("a file that was changed anywhere, or cut short, is not believed and is removed") {
  TemporaryFolder folder;
  fill(folder);
  const fs::path path = files_in(folder).front();
  std::string whole(fs::file_size(path), '\0');
  std::ifstream(path, std::ios::binary)
      .read(whole.data(), static_cast<std::streamsize>(whole.size()));
  for (std::size_t at = 0; at <= whole.size(); ++at) {
    std::string damaged = whole;
    if (at < whole.size()) {
      damaged[at] = static_cast<char>(damaged[at] ^ 4);
    } else {
      damaged.pop_back();
    }
    std::ofstream(path, std::ios::binary | std::ios::trunc) << damaged;
    CHECK(!read_block_file(path, "model").has_value());
  }
  // The end of the file holds the cells, which the index does not read.
  std::string damaged = whole;
  damaged.back() = static_cast<char>(damaged.back() ^ 1);
  std::ofstream(path, std::ios::binary | std::ios::trunc) << damaged;
  Disk disk(folder);
  CHECK(disk.tier.num_bytes() > 0);
  CHECK_EQUAL(disk.read({1, 2, 3, 4, 5}, 0), std::string());
  CHECK_EQUAL(disk.tier.num_bytes(), 0U);
  CHECK(files_in(folder).empty());
}

TEST("a file under the name of another block is removed") {
  TemporaryFolder folder;
  fill(folder);
  fs::rename(files_in(folder).front(), folder.path() / block_file_name(0, Tokens{9, 9}));
  Disk disk(folder);
  CHECK(files_in(folder).empty());
}

TEST("files take no more than their limit") {
  TemporaryFolder folder;
  constexpr std::uint64_t kLimit = 400;
  {
    Disk disk(folder, "model", kLimit);
    for (Token token = 0; token < 20; ++token) {
      disk.tier.write(0, Tokens{token, token, token, token}, block_of(std::string(50, 'x')));
    }
  }
  {
    Disk again(folder, "model", kLimit);
    CHECK(again.tier.num_bytes() > 0);
    CHECK(again.tier.num_bytes() <= kLimit);
  }
  std::uint64_t num_bytes = 0;
  for (const fs::path& file : files_in(folder)) num_bytes += fs::file_size(file);
  CHECK(num_bytes <= kLimit);
}

/** So many blocks, one behind the other. */
std::vector<BlockTree<SavedBlock>::Block> chain(std::uint32_t length) {
  std::vector<BlockTree<SavedBlock>::Block> blocks;
  Tokens tokens;
  for (std::uint32_t i = 0; i < length; ++i) {
    tokens.insert(tokens.end(), kBlock, static_cast<Token>(i));
    blocks.push_back({.scope = 0, .tokens = tokens, .begin = i * kBlock,
                      .payload = block_of(std::string(50, 'x'))});
  }
  return blocks;
}

const auto kNow = [] { return std::chrono::steady_clock::now(); };

TEST("what is given to it at the end is all there when that returns") {
  TemporaryFolder folder;
  Disk disk(folder);
  disk.tier.finish(chain(9), kNow() + std::chrono::hours(1));
  CHECK_EQUAL(files_in(folder).size(), 9U);
}

TEST("what there is no time for at the end is not there, and nothing is half there") {
  TemporaryFolder folder;
  {
    Disk disk(folder);
    disk.tier.finish(chain(2000), kNow());
  }
  CHECK(files_in(folder).size() < 2000U);
  for (const fs::path& file : files_in(folder)) CHECK(read_block_file(file, "model").has_value());
}

TEST("what is given to it at the end takes no more than the limit either, and the first comes first") {
  TemporaryFolder folder;
  constexpr std::uint64_t kLimit = 1000;
  {
    Disk disk(folder, "model", kLimit);
    disk.tier.finish(chain(50), kNow() + std::chrono::hours(1));
  }
  std::uint64_t num_bytes = 0;
  for (const fs::path& file : files_in(folder)) num_bytes += fs::file_size(file);
  CHECK(num_bytes > 0);
  CHECK(num_bytes <= kLimit);
  CHECK_EQUAL(Disk(folder).read(Tokens(4, 0), 0), std::string(50, 'x'));
}

TEST("blocks are read ahead of the one that is needed") {
  TemporaryFolder folder;
  {
    Disk disk(folder);
    disk.tier.write(0, Tokens{1, 2, 3, 4}, block_of("first"));
    disk.tier.write(0, Tokens{1, 2, 3, 4, 5, 6, 7, 8}, block_of("second"));
  }
  Disk disk(folder);
  CHECK(disk.tier.request(0, Tokens{1, 2, 3, 4, 5, 6, 7, 8, 9}, 0));
  std::vector<std::string> texts;
  while (texts.size() < 2) {
    disk.wait_for_bell();
    for (const auto& arrival : disk.tier.take_arrivals()) texts.push_back(text_of(*arrival.block));
  }
  CHECK_EQUAL(texts, (std::vector<std::string>{"first", "second"}));
}

}  // namespace
}  // namespace samewire
