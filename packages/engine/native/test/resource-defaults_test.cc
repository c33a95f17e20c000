#include "resource-defaults.h"

#include "testing.h"

namespace samewire {
namespace {

constexpr std::uint64_t kMiB = 1024 * 1024;

ResourceNeeds needs_of_a_4b_model() {
  return {.model_bytes = 2500 * kMiB,
          .kv_bytes_per_token = 147456,
          .trained_context_length = 40960,
          .num_slots = 8};
}

TEST("the cache lets every slot use the trained context, if memory allows") {
  CHECK_EQUAL(default_context_size(needs_of_a_4b_model(), 1'000'000 * kMiB), 262'144U);
  ResourceNeeds needs = needs_of_a_4b_model();
  needs.trained_context_length = 2048;
  CHECK_EQUAL(default_context_size(needs, 1'000'000 * kMiB), 16'384U);
}

TEST("the cache takes at most a quarter of the available memory") {
  const ResourceNeeds needs = needs_of_a_4b_model();
  const std::uint64_t available = 16'000 * kMiB;
  const std::uint64_t size = default_context_size(needs, available);
  CHECK(size * needs.kv_bytes_per_token <= available / 4);
  CHECK((size + 1) * needs.kv_bytes_per_token > available / 4);
}

TEST("a model computes on every core, few tokens of a tiny one on one") {
  ResourceNeeds needs = needs_of_a_4b_model();
  CHECK_EQUAL(default_num_threads(needs, 6).few, 6U);
  needs.model_bytes = 2 * kMiB;
  CHECK_EQUAL(default_num_threads(needs, 6).few, 1U);
  CHECK_EQUAL(default_num_threads(needs, 6).many, 6U);
}

TEST("this machine has memory and cores") {
  CHECK(available_memory_bytes() > 64 * kMiB);
  CHECK(available_cores() >= 1);
}

TEST("prefixes without cells get a quarter of the free memory, and never more than 8 GiB") {
  constexpr std::uint64_t kGiB = 1024ULL * 1024 * 1024;
  CHECK_EQUAL(default_cache_ram_bytes(4 * kGiB), kGiB);
  CHECK_EQUAL(default_cache_ram_bytes(512 * kGiB), 8 * kGiB);
}

}  // namespace
}  // namespace samewire
