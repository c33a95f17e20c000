#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/saved-cells.h"
#include "types.h"

namespace samewire {

/** Which block a file holds: the last of a text. */
struct BlockKey {
  CacheScope scope;
  std::vector<Token> tokens;
};

/** The name of a block's file; of two blocks it differs almost always. */
std::string block_file_name(CacheScope scope, std::span<const Token> tokens);

/**
 * Writes a block under its name in a folder: beside it first and then renamed, so that nobody
 * finds half a file.
 *
 * @return its bytes; nothing if it could not be written
 */
std::optional<std::uint64_t> write_block_file(const std::filesystem::path& folder,
                                              const std::string& fingerprint,
                                              CacheScope scope, std::span<const Token> tokens,
                                              const SavedCells& cells);

/** What a file holds, if its head is whole and has that fingerprint. The cells are not read. */
std::optional<BlockKey> read_block_key(const std::filesystem::path& file,
                                       const std::string& fingerprint);

struct BlockFile {
  BlockKey key;
  SavedCells cells;
};

/** Reads a file and checks every byte of it; nothing if anything is wrong with it. */
std::optional<BlockFile> read_block_file(const std::filesystem::path& file,
                                         const std::string& fingerprint);

}  // namespace samewire
