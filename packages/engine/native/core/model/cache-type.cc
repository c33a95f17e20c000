#include "model/cache-type.h"

#include <array>

#include "error.h"

namespace samewire {
namespace {

/** Those that llama.cpp's own programs offer. */
constexpr std::array kTypes = {GGML_TYPE_F32,  GGML_TYPE_F16,  GGML_TYPE_BF16,
                               GGML_TYPE_Q8_0, GGML_TYPE_Q5_1, GGML_TYPE_Q5_0,
                               GGML_TYPE_Q4_1, GGML_TYPE_Q4_0, GGML_TYPE_IQ4_NL};

}  // namespace

ggml_type cache_type_of(const std::string& name, const char* field) {
  std::string known;
  for (const ggml_type type : kTypes) {
    const std::string known_name = ggml_type_name(type);
    if (name == known_name) return type;
    known += (known.empty() ? "" : ", ") + known_name;
  }
  throw EngineException(
      {.code = ErrorCode::kInvalidParams,
       .message = "A KV cache cannot be of type '" + name + "'. It can be of: " + known + ".",
       .field = field});
}

}  // namespace samewire
