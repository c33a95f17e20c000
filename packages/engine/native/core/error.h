#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace samewire {

/**
 * Every way the engine can fail, as a closed set. The words of `to_string` are the codes of
 * `EngineError` in src/engine-error.ts.
 */
enum class ErrorCode : std::uint8_t {
  kInvalidParams,
  kContextLengthExceeded,
  kInvalidGrammar,
  kUnsupported,
  kQueueFull,
  kDecodeFailed,
  kOutOfMemory,
  kClosed,
  kModelLoadFailed,
  kDeadlineExceeded,
};

constexpr std::string_view to_string(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalidParams:
      return "invalid-params";
    case ErrorCode::kContextLengthExceeded:
      return "context-length-exceeded";
    case ErrorCode::kInvalidGrammar:
      return "invalid-grammar";
    case ErrorCode::kUnsupported:
      return "unsupported";
    case ErrorCode::kQueueFull:
      return "queue-full";
    case ErrorCode::kDecodeFailed:
      return "decode-failed";
    case ErrorCode::kOutOfMemory:
      return "out-of-memory";
    case ErrorCode::kClosed:
      return "closed";
    case ErrorCode::kModelLoadFailed:
      return "model-load-failed";
    case ErrorCode::kDeadlineExceeded:
      return "deadline-exceeded";
  }
  return "decode-failed";
}

/** A failure as data. Figures are there where they help the caller to say it in its own words. */
struct Fault {
  ErrorCode code;
  std::string message;
  /** The request field at fault, in the spelling of `EngineRequest`; empty if there is none. */
  std::string field = {};
  std::optional<std::uint32_t> num_prompt_tokens = std::nullopt;
  std::optional<std::uint32_t> max_tokens = std::nullopt;
  std::optional<std::uint32_t> context_length = std::nullopt;
  /** When it is worth trying again. */
  std::optional<std::uint32_t> retry_after_ms = std::nullopt;
};

/** Thrown only while something is built or converted, never across a thread. */
class EngineException : public std::runtime_error {
 public:
  explicit EngineException(Fault fault)
      : std::runtime_error(fault.message), fault_(std::move(fault)) {}
  EngineException(ErrorCode code, std::string message)
      : EngineException(Fault{.code = code, .message = std::move(message)}) {}

  const Fault& fault() const { return fault_; }

 private:
  Fault fault_;
};

}  // namespace samewire
