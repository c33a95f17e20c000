#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "offload/block-tree.h"
#include "offload/offload-options.h"
#include "offload/saved-block.h"
#include "types.h"

namespace samewire {

/**
 * Blocks in files of one folder, within a limit in bytes. They outlive the process: at the start
 * the index is made from the heads of the files that are there.
 *
 * All methods are the loop thread's and return at once. Files are touched by a thread of their own;
 * what it has done is seen by `take_arrivals`. A file that is damaged, cut short, or of another
 * model is removed, and nothing else happens: its tokens are computed.
 */
class DiskTier {
 public:
  /** @param wake called on the IO thread, when the index is made and when a block has arrived */
  DiskTier(const DiskTierOptions& options, std::uint32_t block_tokens, std::function<void()> wake);
  /** Writes what was given to it, and ends its thread. */
  ~DiskTier();
  DiskTier(const DiskTier&) = delete;
  DiskTier& operator=(const DiskTier&) = delete;

  /** A block that was asked for. */
  struct Arrival {
    CacheScope scope;
    std::vector<Token> tokens;
    std::shared_ptr<const SavedBlock> block;
  };

  std::vector<Arrival> take_arrivals();

  /** Whether the last block of a text is in a file. */
  bool holds(CacheScope scope, std::span<const Token> tokens) { return index_.touch(scope, tokens); }

  /**
   * Files the last block of a text.
   *
   * @return false if it will not be, because the thread is too far behind
   */
  bool write(CacheScope scope, std::span<const Token> tokens,
             std::shared_ptr<const SavedBlock> block);

  /** Whether there is a block that continues a prompt from `from` on; it will arrive, then. */
  bool request(CacheScope scope, std::span<const Token> prompt, std::uint32_t from);

  /** Removes the last block of a text. */
  void forget(CacheScope scope, std::span<const Token> tokens);

  /** Whether it takes a block of so many bytes, or is too far behind. */
  bool takes(std::uint64_t num_bytes);

  /** The number of things that it was given to do. */
  std::uint64_t num_given();

  /** Of these, how many are done, in their order. */
  std::uint64_t num_done();

  /** Removes all files, what was given to it included; waits for the one that is being written. */
  void clear();

  /**
   * The end: files these blocks, the first ones if there is no time or no room for all, and returns when
   * that is done. Nothing may be asked of it afterwards.
   */
  void finish(std::vector<BlockTree<SavedBlock>::Block> blocks,
              std::chrono::steady_clock::time_point until);

  std::uint64_t num_bytes() const { return index_.num_bytes(); }

 private:
  struct FileName {
    std::string name;
  };
  struct Write {
    CacheScope scope;
    std::vector<Token> tokens;
    std::shared_ptr<const SavedBlock> block;
  };
  struct Read {
    std::string name;
  };
  struct Remove {
    std::string name;
  };
  using Job = std::variant<Write, Read, Remove>;

  /** A file is there. */
  struct Filed {
    CacheScope scope;
    std::vector<Token> tokens;
    std::uint64_t num_bytes;
  };
  /** A file was read; without a block if it could not be. */
  struct WasRead {
    std::string name;
    CacheScope scope = 0;
    std::vector<Token> tokens = {};
    std::shared_ptr<const SavedBlock> block = nullptr;
  };
  using Result = std::variant<Filed, WasRead>;

  void run();
  void scan_folder();
  void apply(Write& job);
  void apply(const Read& job);
  void apply(const Remove& job);
  void report(Result result);
  void post(Job job);
  void file(const Filed& filed);
  void remove_all(const std::vector<BlockTree<FileName>::Block>& blocks);

  // Loop thread.
  BlockTree<FileName> index_;
  /** Where files are being read: how they are found again in the index. */
  struct Sought {
    CacheScope scope;
    std::vector<Token> prompt;
    std::uint32_t from;
  };
  std::map<std::string, Sought> reading_;

  // IO thread.
  std::filesystem::path folder_;
  std::function<std::string()> make_fingerprint_;
  std::string fingerprint_;
  std::function<void()> wake_;

  std::mutex mutex_;
  std::condition_variable has_jobs_;
  std::condition_variable is_done_;
  std::deque<Job> jobs_;
  std::vector<Result> results_;
  std::uint64_t num_bytes_to_write_ = 0;
  std::uint64_t num_given_ = 0;
  std::uint64_t num_done_ = 0;
  /** The thread is at work: first on the index, then on jobs. */
  bool is_busy_ = true;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace samewire
