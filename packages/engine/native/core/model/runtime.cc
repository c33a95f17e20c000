#include "model/runtime.h"

#include <llama.h>

#include <mutex>
#include <string>
#include <string_view>

#include "model/llama-log.h"

namespace samewire {

void initialize_runtime() {
  static std::once_flag once;
  std::call_once(once, [] {
    install_llama_log();
    llama_backend_init();
  });
}

namespace {

// llama.cpp writes `CPU : SSE3 = 1 | AVX = 1 | … | `; what is there need not be called 1.
std::string describe() {
  std::string features = llama_print_system_info();
  for (const char* noise : {" = 1", " |", " :"}) {
    const std::string_view part = noise;
    for (auto at = features.find(part); at != std::string::npos; at = features.find(part, at)) {
      features.erase(at, part.size());
    }
  }
  while (features.ends_with(' ')) features.pop_back();
  return std::string("llama.cpp ") + llama_version() + " · " + features;
}

}  // namespace

// Once: llama.cpp puts it together in a text that all threads share.
const std::string& describe_runtime() {
  static const std::string text = describe();
  return text;
}

}  // namespace samewire
