#include "model/llama-log.h"

#include <llama.h>
#include <log.h>
#include <mtmd.h>

#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace samewire {
namespace {

thread_local std::string* captured_error = nullptr;

void on_log_line(ggml_log_level level, const char* text, void* /*user_data*/) {
  static const bool prints_all = std::getenv("SAMEWIRE_LLAMA_LOG") != nullptr;
  const bool is_error = level == GGML_LOG_LEVEL_ERROR;
  if (is_error && captured_error != nullptr && captured_error->empty()) *captured_error = text;
  if (prints_all || (is_error && captured_error == nullptr)) std::fputs(text, stderr);
}

std::string_view without_function_name(std::string_view line) {
  const std::size_t colon = line.find(": ");
  const bool is_name =
      colon != std::string_view::npos && line.substr(0, colon).find(' ') == std::string_view::npos;
  return is_name ? line.substr(colon + 2) : line;
}

}  // namespace

LlamaLogCapture::LlamaLogCapture() { captured_error = &first_error_; }

LlamaLogCapture::~LlamaLogCapture() { captured_error = nullptr; }

std::string LlamaLogCapture::reason() const {
  std::string_view line = without_function_name(first_error_);
  while (line.ends_with('\n')) line.remove_suffix(1);
  return line.empty() ? "llama.cpp gave no reason" : std::string(line);
}

void LlamaLogCapture::print() const {
  if (!first_error_.empty()) std::fputs(first_error_.c_str(), stderr);
}

void install_llama_log() {
  llama_log_set(on_log_line, nullptr);
  mtmd_log_set(on_log_line, nullptr);
  // llama-common logs through a thread of its own; what matters of it reaches us as exceptions.
  common_log_set_verbosity_thold(-1);
}

}  // namespace samewire
