#include "model/fingerprint.h"

#include <llama.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <vector>

#include "offload/checksum.h"

namespace samewire {
namespace {

constexpr std::size_t kPageBytes = 16 * 1024;
constexpr std::uint64_t kNumPages = 256;

std::uint64_t checksum_of_pages(const std::string& path, std::uint64_t num_bytes) {
  std::ifstream file(path, std::ios::binary);
  std::vector<std::byte> page(kPageBytes);
  std::uint64_t sum = 0;
  for (std::uint64_t i = 0; i < kNumPages && num_bytes > 0; ++i) {
    const std::uint64_t room = num_bytes > kPageBytes ? num_bytes - kPageBytes : 0;
    file.clear();
    file.seekg(static_cast<std::streamoff>(room / (kNumPages - 1) * i));
    file.read(reinterpret_cast<char*>(page.data()), static_cast<std::streamsize>(page.size()));
    sum = checksum(std::span(page).first(static_cast<std::size_t>(file.gcount())), sum);
  }
  return sum;
}

}  // namespace

std::string fingerprint_of_file(const std::string& path) {
  const std::uint64_t num_bytes = std::filesystem::file_size(path);
  const auto changed_at = std::filesystem::last_write_time(path).time_since_epoch().count();
  return std::to_string(num_bytes) + "/" + std::to_string(changed_at) + "/" +
         std::to_string(checksum_of_pages(path, num_bytes));
}

std::string fingerprint_of(const std::string& path, const Model& model) {
  return fingerprint_of_file(path) + "/" + std::to_string(llama_model_size(model.llama())) + "/" +
         std::to_string(llama_model_n_params(model.llama())) + "/" + model.description();
}

}  // namespace samewire
