#pragma once

#include <string>

namespace samewire {

/**
 * llama.cpp tells the reason of a failure only to its log. While a capture lives, the error lines
 * of its thread are kept, so that the reason can become part of an `EngineException`.
 *
 * Otherwise errors go to stderr and the rest is dropped; with SAMEWIRE_LLAMA_LOG set in the
 * environment, everything goes to stderr.
 */
class LlamaLogCapture {
 public:
  LlamaLogCapture();
  ~LlamaLogCapture();
  LlamaLogCapture(const LlamaLogCapture&) = delete;
  LlamaLogCapture& operator=(const LlamaLogCapture&) = delete;

  /** The first error line, which says what is wrong, without llama.cpp's function name. */
  std::string reason() const;

  /** Sends what was captured to stderr after all. */
  void print() const;

 private:
  std::string first_error_;
};

/** Routes the logs of llama.cpp and of llama-common for the rest of the process. Call once. */
void install_llama_log();

}  // namespace samewire
