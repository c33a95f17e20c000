#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sampling/reasoning-form.h"
#include "types.h"

namespace samewire {

/** The reasoning of an answer, and how much of it there may be. */
struct ReasoningUse {
  ReasoningForm form;
  /** What ends it where the budget does: any text, and then an end of the form. */
  std::vector<Token> closing = {};
  /** Most tokens of reasoning in an answer; absent: as many as the model likes. */
  std::optional<std::uint32_t> budget = std::nullopt;
};

}  // namespace samewire
