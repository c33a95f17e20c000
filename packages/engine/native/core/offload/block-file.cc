#include "offload/block-file.h"

#include <array>
#include <cstring>
#include <fstream>
#include <new>
#include <system_error>
#include <type_traits>
#include <utility>

#include "offload/checksum.h"

namespace samewire {
namespace {

/** Reads as `samewirekv` with a version of the layout. */
constexpr std::array<char, 12> kMagic{'s', 'a', 'm', 'e', 'w', 'i', 'r', 'e', 'k', 'v', '0', '1'};

/** The part of a file that has a fixed size; numbers as this machine writes them. */
struct Head {
  std::array<char, 12> magic = kMagic;
  std::uint32_t num_tokens = 0;
  std::uint64_t fingerprint = 0;
  CacheScope scope = 0;
  std::uint64_t num_cell_bytes = 0;
  std::uint64_t tokens_checksum = 0;
  std::uint64_t cells_checksum = 0;
  /** Of everything before it. */
  std::uint64_t head_checksum = 0;
};
static_assert(std::is_trivially_copyable_v<Head> && sizeof(Head) == 64);

std::uint64_t head_checksum(const Head& head) {
  return checksum(std::as_bytes(std::span(&head, 1)).first(sizeof head - sizeof(std::uint64_t)));
}

std::uint64_t fingerprint_sum(const std::string& fingerprint) {
  return checksum(std::as_bytes(std::span(fingerprint)));
}

bool read_into(std::ifstream& file, std::span<std::byte> bytes) {
  file.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  return file.good();
}

void write_from(std::ofstream& file, std::span<const std::byte> bytes) {
  file.write(reinterpret_cast<const char*>(bytes.data()),
             static_cast<std::streamsize>(bytes.size()));
}

/** Head and tokens. Sizes in the head are believed once they agree with the file's. */
std::optional<BlockKey> read_key(std::ifstream& file, std::uint64_t num_file_bytes,
                                 const std::string& fingerprint, Head& head) {
  if (!read_into(file, std::as_writable_bytes(std::span(&head, 1)))) return std::nullopt;
  if (head.magic != kMagic || head.head_checksum != head_checksum(head) ||
      head.fingerprint != fingerprint_sum(fingerprint)) {
    return std::nullopt;
  }
  const std::uint64_t num_token_bytes = std::uint64_t{head.num_tokens} * sizeof(Token);
  if (sizeof head + num_token_bytes + head.num_cell_bytes != num_file_bytes) return std::nullopt;
  BlockKey key{.scope = head.scope, .tokens = std::vector<Token>(head.num_tokens)};
  if (!read_into(file, std::as_writable_bytes(std::span(key.tokens)))) return std::nullopt;
  if (checksum(std::as_bytes(std::span(key.tokens))) != head.tokens_checksum) return std::nullopt;
  return key;
}

}  // namespace

std::string block_file_name(CacheScope scope, std::span<const Token> tokens) {
  std::uint64_t sum = checksum(std::as_bytes(tokens), scope);
  std::string name(16, '0');
  for (auto digit = name.rbegin(); digit != name.rend(); ++digit, sum >>= 4U) {
    *digit = "0123456789abcdef"[sum & 15U];
  }
  return name + "-" + std::to_string(tokens.size()) + ".kv";
}

std::optional<std::uint64_t> write_block_file(const std::filesystem::path& folder,
                                              const std::string& fingerprint, CacheScope scope,
                                              std::span<const Token> tokens,
                                              const SavedCells& cells) {
  Head head;
  head.num_tokens = static_cast<std::uint32_t>(tokens.size());
  head.fingerprint = fingerprint_sum(fingerprint);
  head.scope = scope;
  head.num_cell_bytes = cells.size();
  head.tokens_checksum = checksum(std::as_bytes(tokens));
  head.cells_checksum = checksum(cells.bytes());
  head.head_checksum = head_checksum(head);
  const std::filesystem::path path = folder / block_file_name(scope, tokens);
  const std::filesystem::path part = path.string() + ".part";
  std::error_code error;
  {
    std::ofstream file(part, std::ios::binary | std::ios::trunc);
    write_from(file, std::as_bytes(std::span(&head, 1)));
    write_from(file, std::as_bytes(tokens));
    write_from(file, cells.bytes());
    file.close();
    if (!file.good()) {
      std::filesystem::remove(part, error);
      return std::nullopt;
    }
  }
  std::filesystem::rename(part, path, error);
  if (error) {
    std::filesystem::remove(part, error);
    return std::nullopt;
  }
  return sizeof head + tokens.size_bytes() + cells.size();
}

std::optional<BlockKey> read_block_key(const std::filesystem::path& path,
                                       const std::string& fingerprint) {
  std::error_code error;
  const std::uint64_t num_bytes = std::filesystem::file_size(path, error);
  if (error) return std::nullopt;
  std::ifstream file(path, std::ios::binary);
  Head head;
  return read_key(file, num_bytes, fingerprint, head);
}

std::optional<BlockFile> read_block_file(const std::filesystem::path& path,
                                         const std::string& fingerprint) {
  std::error_code error;
  const std::uint64_t num_bytes = std::filesystem::file_size(path, error);
  if (error) return std::nullopt;
  std::ifstream file(path, std::ios::binary);
  Head head;
  auto key = read_key(file, num_bytes, fingerprint, head);
  if (!key) return std::nullopt;
  try {
    BlockFile block{.key = std::move(*key), .cells = SavedCells(head.num_cell_bytes)};
    if (!read_into(file, block.cells.bytes())) return std::nullopt;
    if (checksum(std::as_const(block.cells).bytes()) != head.cells_checksum) return std::nullopt;
    return block;
  } catch (const std::bad_alloc&) {
    return std::nullopt;
  }
}

}  // namespace samewire
