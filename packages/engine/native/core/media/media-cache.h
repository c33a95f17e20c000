#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>

namespace samewire {

/** What was used last, by name, within a limit in bytes. Any thread. */
template <typename Value>
class MediaCache {
 public:
  explicit MediaCache(std::uint64_t max_bytes) : max_bytes_(max_bytes) {}

  /** Null if it is not there. Counts as a use. */
  std::shared_ptr<const Value> find(const std::string& name) {
    const std::scoped_lock lock(mutex_);
    const auto found = by_name_.find(name);
    if (found == by_name_.end()) return nullptr;
    entries_.splice(entries_.begin(), entries_, found->second);
    return found->second->value;
  }

  /** What is larger than the limit is not kept. */
  void insert(const std::string& name, std::shared_ptr<const Value> value, std::size_t num_bytes) {
    const std::scoped_lock lock(mutex_);
    if (num_bytes > max_bytes_ || by_name_.contains(name)) return;
    entries_.push_front({name, std::move(value), num_bytes});
    by_name_.emplace(name, entries_.begin());
    num_bytes_ += num_bytes;
    while (num_bytes_ > max_bytes_) {
      num_bytes_ -= entries_.back().num_bytes;
      by_name_.erase(entries_.back().name);
      entries_.pop_back();
    }
  }

 private:
  struct Entry {
    std::string name;
    std::shared_ptr<const Value> value;
    std::size_t num_bytes;
  };

  std::uint64_t max_bytes_;
  std::mutex mutex_;
  /** Last used first. */
  std::list<Entry> entries_;
  std::unordered_map<std::string, typename std::list<Entry>::iterator> by_name_;
  std::uint64_t num_bytes_ = 0;
};

}  // namespace samewire
