#include "model/adapter-registry.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <fstream>
#include <utility>

#include "error.h"

namespace samewire {
namespace {

constexpr std::uint64_t kHashStart = 14695981039346656037ULL;

/** 64-bit FNV-1a, eight bytes at a time: files of adapters have hundreds of megabytes. */
std::uint64_t hash_words(std::uint64_t hash, std::span<const std::uint64_t> words) {
  for (const std::uint64_t word : words) {
    hash = (hash ^ word) * 1099511628211ULL;
    hash ^= hash >> 32;
  }
  return hash;
}

std::uint64_t hash_file(const std::string& path) {
  constexpr std::size_t kWords = 128 * 1024;
  std::ifstream file(path, std::ios::binary);
  std::vector<std::uint64_t> words(kWords);
  std::uint64_t hash = kHashStart;
  while (file) {
    std::ranges::fill(words, 0);
    file.read(reinterpret_cast<char*>(words.data()),
              static_cast<std::streamsize>(kWords * sizeof(std::uint64_t)));
    const auto num_bytes = static_cast<std::uint64_t>(file.gcount());
    hash = hash_words(hash, {{num_bytes}});
    hash = hash_words(hash, std::span(words).first((num_bytes + 7) / 8));
  }
  return hash;
}

EngineException invalid(std::string message) {
  return EngineException(
      Fault{.code = ErrorCode::kInvalidParams, .message = std::move(message), .field = "adapters"});
}

struct Part {
  std::uint64_t hash;
  AdapterSet::Use use;
};

AdapterSet make_set(std::vector<Part> parts) {
  // The order in which they were named makes no difference to what they compute.
  std::ranges::sort(parts, {}, [](const Part& part) { return std::pair(part.hash, part.use.scale); });
  AdapterSet set{.uses = {}, .key = kHashStart};
  for (Part& part : parts) {
    const std::uint64_t scale = std::bit_cast<std::uint32_t>(part.use.scale);
    set.key = hash_words(set.key, std::vector{part.hash, scale});
    set.uses.push_back(std::move(part.use));
  }
  if (set.key == 0) set.key = 1;
  return set;
}

}  // namespace

void AdapterRegistry::add(const std::string& name, const std::string& path) {
  Entry entry{.adapter = LlamaAdapter::load(model_, path), .hash = hash_file(path)};
  const std::scoped_lock lock(mutex_);
  std::swap(entries_[name], entry);
}

bool AdapterRegistry::remove(const std::string& name) {
  const std::scoped_lock lock(mutex_);
  return entries_.erase(name) > 0;
}

std::shared_ptr<const AdapterSet> AdapterRegistry::resolve(std::span<const AdapterUse> uses) {
  if (uses.empty()) return nullptr;
  const std::scoped_lock lock(mutex_);
  std::vector<Part> parts;
  std::vector<std::string> names;
  for (const AdapterUse& use : uses) {
    const auto entry = entries_.find(use.name);
    if (entry == entries_.end()) throw invalid("There is no adapter named '" + use.name + "'.");
    if (!std::isfinite(use.scale)) throw invalid("adapters: expected scales that are numbers.");
    if (std::ranges::find(names, use.name) != names.end()) {
      throw invalid("The adapter '" + use.name + "' is named twice.");
    }
    names.push_back(use.name);
    if (use.scale == 0.0F) continue;
    parts.push_back({entry->second.hash, {.adapter = entry->second.adapter, .scale = use.scale}});
  }
  if (parts.empty()) return nullptr;
  AdapterSet set = make_set(std::move(parts));
  std::erase_if(sets_, [](const auto& known) { return known.expired(); });
  for (const auto& known : sets_) {
    const auto held = known.lock();
    if (held != nullptr && held->key == set.key && held->uses == set.uses) return held;
  }
  auto made = std::make_shared<const AdapterSet>(std::move(set));
  sets_.push_back(made);
  return made;
}

}  // namespace samewire
