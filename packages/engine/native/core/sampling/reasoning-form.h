#pragma once

#include <string>
#include <vector>

namespace samewire {

/** Where an answer is reasoning, as its chat template marks it. */
struct ReasoningForm {
  /** Never empty. */
  std::string start;
  /** Any of them ends it; at least one. The first is what the template itself would write. */
  std::vector<std::string> ends;
  /** The prompt ends inside reasoning: the answer goes on with it. */
  bool is_open = false;
};

}  // namespace samewire
