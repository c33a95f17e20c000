#pragma once

#include <cstddef>
#include <functional>
#include <iterator>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace samewire {

/**
 * What was made last, by all that it was made of. Whoever asks for what is being made waits for
 * it, so that requests that come together make it once. Any thread.
 */
template <typename Value>
class ContentCache {
 public:
  struct Made {
    std::shared_ptr<Value> value;
    /** In the unit of the limit, without the key. */
    std::size_t size;
  };
  using Make = std::function<Made()>;

  /** @param max_size of all that is kept; what alone is larger is not */
  explicit ContentCache(std::size_t max_size) : max_size_(max_size) {}

  /**
   * @param key all that the value depends on: values of equal keys are the same
   * @param key_size what the key counts beside the value
   * @throws what `make` throws; nothing is kept then, and who waited makes it anew
   */
  std::shared_ptr<Value> get(std::string key, std::size_t key_size, const Make& make) {
    const std::shared_ptr<Slot> slot = use(std::move(key));
    const std::scoped_lock making(slot->mutex);
    if (slot->value != nullptr) return slot->value;
    try {
      Made made = make();
      slot->value = std::move(made.value);
      keep(*slot, key_size + made.size);
    } catch (...) {
      const std::scoped_lock lock(mutex_);
      forget(*slot);
      throw;
    }
    return slot->value;
  }

  /** Of all that is kept. */
  std::size_t size() const {
    const std::scoped_lock lock(mutex_);
    return size_;
  }

 private:
  /** The place of a value, which whoever makes it has locked. */
  struct Slot {
    std::string key;
    std::mutex mutex;
    std::shared_ptr<Value> value = nullptr;
    /** Zero until it is made. Guarded by the cache's mutex. */
    std::size_t size = 0;
  };
  using Slots = std::list<std::shared_ptr<Slot>>;

  /** The slot of a key, which becomes the last that was used. */
  std::shared_ptr<Slot> use(std::string key) {
    const std::scoped_lock lock(mutex_);
    const auto known = by_key_.find(key);
    if (known != by_key_.end()) {
      slots_.splice(slots_.begin(), slots_, known->second);
      return slots_.front();
    }
    slots_.push_front(std::make_shared<Slot>());
    slots_.front()->key = std::move(key);
    by_key_.emplace(slots_.front()->key, slots_.begin());
    return slots_.front();
  }

  void keep(Slot& slot, std::size_t size) {
    const std::scoped_lock lock(mutex_);
    if (!has(slot)) return;
    if (size > max_size_) {
      forget(slot);
      return;
    }
    slot.size = size;
    size_ += size;
    for (auto last = slots_.end(); size_ > max_size_ && last != slots_.begin();) {
      const auto oldest = std::prev(last);
      // What is still being made counts nothing yet.
      if ((*oldest)->size == 0 || oldest->get() == &slot) {
        last = oldest;
      } else {
        forget(**oldest);
      }
    }
  }

  bool has(const Slot& slot) const {
    const auto known = by_key_.find(slot.key);
    return known != by_key_.end() && known->second->get() == &slot;
  }

  void forget(const Slot& slot) {
    const auto known = by_key_.find(slot.key);
    if (known == by_key_.end() || known->second->get() != &slot) return;
    const auto place = known->second;
    size_ -= slot.size;
    by_key_.erase(known);
    slots_.erase(place);
  }

  const std::size_t max_size_;
  mutable std::mutex mutex_;
  std::size_t size_ = 0;
  /** Last used first. */
  Slots slots_;
  std::unordered_map<std::string_view, typename Slots::iterator> by_key_;
};

}  // namespace samewire
