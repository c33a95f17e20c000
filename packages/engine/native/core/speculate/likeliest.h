#pragma once

#include <span>

#include "types.h"

namespace samewire {

struct Likeliest {
  Token token;
  /** By the model's own distribution; 0 where the logits are no numbers. */
  double chance;
};

/** The most probable token of a row of logits that is not empty. */
Likeliest find_likeliest(std::span<const float> logits);

}  // namespace samewire
