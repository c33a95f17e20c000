#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chat/chat.h"

struct common_chat_params;

namespace samewire {

/** What an answer says so far. */
struct ParsedOutput {
  std::string content;
  std::string reasoning;
  std::vector<ChatToolCall> tool_calls;

  bool operator==(const ParsedOutput&) const = default;
};

/**
 * The form in which a model writes its answer to one rendered conversation: llama.cpp's parser for
 * it. Immutable, so safe on any thread.
 */
class OutputSyntax {
 public:
  /** @throws std::exception if llama.cpp's parser cannot be read */
  explicit OutputSyntax(const common_chat_params& params);
  ~OutputSyntax();
  OutputSyntax(const OutputSyntax&) = delete;
  OutputSyntax& operator=(const OutputSyntax&) = delete;

  /**
   * Reads an answer from its beginning, whole or cut anywhere between two characters.
   *
   * @return nothing if the text is not in this form, or nested more than 256 levels deep
   */
  std::optional<ParsedOutput> parse(std::string_view text) const;

  /** Texts of which one must occur before the answer turns from one thing to another. */
  const std::vector<std::string>& markers() const { return markers_; }

  /** Whether every answer is content, character for character. */
  bool is_plain() const { return is_plain_; }

  /** Whether an answer may have tool calls. */
  bool finds_tool_calls() const;
  /** Whether an answer may have reasoning. */
  bool finds_reasoning() const;

  /** All that `parse` depends on, as text; equal for equal syntaxes. */
  std::string describe() const;

  /** Bytes that each call of `parse` reads in front of the text. */
  std::size_t num_prefix_bytes() const;

 private:
  struct Parser;
  std::unique_ptr<const Parser> parser_;
  std::vector<std::string> markers_;
  bool is_plain_;
};

}  // namespace samewire
