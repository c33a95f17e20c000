#pragma once

#include <string>

namespace samewire {

/** Prepares llama.cpp for this process. Any thread; safe to repeat. */
void initialize_runtime();

/** Which llama.cpp this is and what it was built to use, in one line. Any thread. */
const std::string& describe_runtime();

}  // namespace samewire
