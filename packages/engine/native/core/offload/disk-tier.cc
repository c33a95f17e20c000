#include "offload/disk-tier.h"

#include <algorithm>
#include <exception>
#include <system_error>
#include <utility>

#include "offload/block-file.h"

namespace samewire {
namespace {

namespace fs = std::filesystem;

/** More than this waits for a disk that is too slow: the rest is dropped, or RAM would fill up. */
constexpr std::uint64_t kMaxBytesToWrite = 512ULL * 1024 * 1024;
/** Blocks that are read ahead of the one that is needed. */
constexpr int kReadAhead = 4;

}  // namespace

DiskTier::DiskTier(const DiskTierOptions& options, std::uint32_t block_tokens,
                   std::function<void()> wake)
    : index_(block_tokens, options.max_bytes),
      folder_(options.folder),
      make_fingerprint_(options.fingerprint),
      wake_(std::move(wake)) {
  thread_ = std::thread([this] { run(); });
}

DiskTier::~DiskTier() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
    has_jobs_.notify_one();
  }
  thread_.join();
}

std::vector<DiskTier::Arrival> DiskTier::take_arrivals() {
  std::vector<Result> results;
  {
    const std::scoped_lock lock(mutex_);
    results.swap(results_);
  }
  std::vector<Arrival> arrivals;
  for (Result& result : results) {
    if (const auto* filed = std::get_if<Filed>(&result)) {
      file(*filed);
      continue;
    }
    auto& read = std::get<WasRead>(result);
    const auto sought = reading_.extract(read.name);
    if (read.block != nullptr) {
      arrivals.push_back({read.scope, std::move(read.tokens), std::move(read.block)});
    } else if (!sought.empty()) {
      const auto& [scope, prompt, from] = sought.mapped();
      index_.forget(scope, prompt, from);
    }
  }
  return arrivals;
}

void DiskTier::file(const Filed& filed) {
  auto name = std::make_shared<FileName>(FileName{block_file_name(filed.scope, filed.tokens)});
  const auto last = static_cast<std::uint32_t>(filed.tokens.size()) - 1;
  const auto known = index_.find(filed.scope, filed.tokens, last);
  if (known && known->payload->name != name->name) {
    // A longer block that begins with it was filed in the meantime.
    post(Remove{name->name});
    return;
  }
  auto gone = index_.insert(filed.scope, filed.tokens, std::move(name), filed.num_bytes);
  remove_all(gone.evicted);
  remove_all(gone.replaced);
}

void DiskTier::remove_all(const std::vector<BlockTree<FileName>::Block>& blocks) {
  for (const auto& block : blocks) post(Remove{block.payload->name});
}

bool DiskTier::write(CacheScope scope, std::span<const Token> tokens,
                     std::shared_ptr<const SavedBlock> block) {
  if (holds(scope, tokens)) return true;
  if (!takes(block->cells.size())) return false;
  post(Write{scope, {tokens.begin(), tokens.end()}, std::move(block)});
  return true;
}

// One that is larger than the limit is taken alone.
bool DiskTier::takes(std::uint64_t num_bytes) {
  const std::scoped_lock lock(mutex_);
  return num_bytes_to_write_ == 0 || num_bytes_to_write_ + num_bytes <= kMaxBytesToWrite;
}

std::uint64_t DiskTier::num_given() {
  const std::scoped_lock lock(mutex_);
  return num_given_;
}

std::uint64_t DiskTier::num_done() {
  const std::scoped_lock lock(mutex_);
  return num_done_;
}

void DiskTier::clear() {
  {
    std::unique_lock lock(mutex_);
    for (const Job& job : jobs_) {
      if (const auto* write = std::get_if<Write>(&job)) {
        num_bytes_to_write_ -= write->block->cells.size();
      }
    }
    num_done_ +=
        std::erase_if(jobs_, [](const Job& job) { return !std::holds_alternative<Remove>(job); });
    is_done_.wait(lock, [&] { return !is_busy_ && jobs_.empty(); });
  }
  // What has arrived in the meantime is not wanted any more.
  take_arrivals();
  reading_.clear();
  remove_all(index_.take_all());
}

bool DiskTier::request(CacheScope scope, std::span<const Token> prompt, std::uint32_t from) {
  for (int i = 0; i < kReadAhead; ++i) {
    const auto found = index_.find(scope, prompt, from);
    if (!found) return i > 0;
    const bool is_new =
        reading_
            .try_emplace(found->payload->name,
                         Sought{scope, {prompt.begin(), prompt.begin() + found->end}, from})
            .second;
    if (is_new) post(Read{found->payload->name});
    from = found->end;
  }
  return true;
}

void DiskTier::forget(CacheScope scope, std::span<const Token> tokens) {
  const auto block = index_.forget(scope, tokens, static_cast<std::uint32_t>(tokens.size()) - 1);
  if (block) post(Remove{block->payload->name});
}

void DiskTier::finish(std::vector<BlockTree<SavedBlock>::Block> blocks,
                      std::chrono::steady_clock::time_point until) {
  std::uint64_t num_bytes = 0;
  for (auto& [scope, tokens, begin, block] : blocks) {
    num_bytes += block->cells.size();
    if (num_bytes > index_.max_bytes()) break;
    if (!index_.touch(scope, tokens)) post(Write{scope, std::move(tokens), std::move(block)});
  }
  {
    std::unique_lock lock(mutex_);
    const bool is_done =
        is_done_.wait_until(lock, until, [&] { return !is_busy_ && jobs_.empty(); });
    if (!is_done) {
      std::erase_if(jobs_, [](const Job& job) { return std::holds_alternative<Write>(job); });
    }
  }
  // Older files go where there are too many now.
  take_arrivals();
}

void DiskTier::post(Job job) {
  const std::scoped_lock lock(mutex_);
  if (const auto* write = std::get_if<Write>(&job)) {
    num_bytes_to_write_ += write->block->cells.size();
  }
  jobs_.push_back(std::move(job));
  ++num_given_;
  has_jobs_.notify_one();
}

void DiskTier::report(Result result) {
  const bool is_awaited = std::holds_alternative<WasRead>(result);
  {
    const std::scoped_lock lock(mutex_);
    results_.push_back(std::move(result));
  }
  if (is_awaited) wake_();
}

// The top of the IO thread. Whatever goes wrong with a file, its tokens are computed instead.
void DiskTier::run() {
  try {
    scan_folder();
  } catch (const std::exception&) {
    // Without an index nothing is found; what is written then still is.
  }
  wake_();
  for (;;) {
    Job job;
    {
      std::unique_lock lock(mutex_);
      is_busy_ = false;
      if (jobs_.empty()) is_done_.notify_one();
      has_jobs_.wait(lock, [&] { return stopping_ || !jobs_.empty(); });
      if (jobs_.empty()) return;
      is_busy_ = true;
      job = std::move(jobs_.front());
      jobs_.pop_front();
    }
    try {
      std::visit([&](auto& known) { apply(known); }, job);
    } catch (const std::exception&) {
      if (const auto* read = std::get_if<Read>(&job)) report(WasRead{.name = read->name});
    }
    const std::scoped_lock lock(mutex_);
    ++num_done_;
  }
}

void DiskTier::scan_folder() {
  fingerprint_ = make_fingerprint_();
  std::error_code error;
  fs::create_directories(folder_, error);
  // Prompts can be read from what is in it.
  fs::permissions(folder_, fs::perms::owner_all, error);
  struct Entry {
    fs::file_time_type written_at;
    Filed filed;
  };
  std::vector<Entry> entries;
  for (const auto& entry : fs::directory_iterator(folder_, error)) {
    const fs::path& path = entry.path();
    const bool is_part = path.string().ends_with(".kv.part");
    if (!is_part && path.extension() != ".kv") continue;
    auto key = is_part ? std::nullopt : read_block_key(path, fingerprint_);
    if (!key || block_file_name(key->scope, key->tokens) != path.filename()) {
      fs::remove(path, error);
      continue;
    }
    entries.push_back({entry.last_write_time(error),
                       {key->scope, std::move(key->tokens), entry.file_size(error)}});
  }
  std::ranges::sort(entries, {}, &Entry::written_at);
  const std::scoped_lock lock(mutex_);
  for (Entry& entry : entries) results_.emplace_back(std::move(entry.filed));
}

void DiskTier::apply(Write& job) {
  const auto num_bytes =
      write_block_file(folder_, fingerprint_, job.scope, job.tokens, job.block->cells);
  {
    const std::scoped_lock lock(mutex_);
    num_bytes_to_write_ -= job.block->cells.size();
  }
  if (num_bytes) report(Filed{job.scope, std::move(job.tokens), *num_bytes});
}

void DiskTier::apply(const Read& job) {
  auto file = read_block_file(folder_ / job.name, fingerprint_);
  if (!file || block_file_name(file->key.scope, file->key.tokens) != job.name) {
    std::error_code error;
    fs::remove(folder_ / job.name, error);
    report(WasRead{.name = job.name});
    return;
  }
  auto block = std::make_shared<SavedBlock>(
      SavedBlock{.cells = std::move(file->cells), .comes_from_disk = true});
  report(WasRead{.name = job.name,
                 .scope = file->key.scope,
                 .tokens = std::move(file->key.tokens),
                 .block = std::move(block)});
}

void DiskTier::apply(const Remove& job) {
  std::error_code error;
  fs::remove(folder_ / job.name, error);
}

}  // namespace samewire
