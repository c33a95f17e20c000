#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "types.h"

namespace samewire {

/**
 * Finds places of a text at which it reads as another text ends. Places with the same last two
 * tokens before them are chained, the latest first, so that a token costs the same however long
 * the text is. One thread.
 */
class NgramIndex {
 public:
  /**
   * Takes in more of a text that begins with all that was taken in before.
   *
   * @param max_tokens most of them now; a long text is taken in bit by bit
   */
  void extend(std::span<const Token> text, std::size_t max_tokens);

  struct Place {
    /** The token that comes next: there is one. */
    std::size_t next;
    /** How many tokens before it are those that the other text ends with; counted up to a limit. */
    std::size_t num_alike;
  };

  /**
   * The place with most alike before it. Of several the first from `hint` on, otherwise the last.
   *
   * @param text the one that was taken in
   * @param num_alike at least so many; 2 or more
   * @return nothing if there is none among the latest that were looked at
   */
  std::optional<Place> find(std::span<const Token> text, std::span<const Token> end_of,
                            std::size_t num_alike, std::size_t hint) const;

 private:
  std::size_t bucket_of(Token before_last, Token last) const;

  /** The latest place in each bucket, and the one before each place. */
  std::vector<std::uint32_t> latest_;
  std::vector<std::uint32_t> previous_;
};

}  // namespace samewire
