#pragma once

#include <string>

struct common_chat_templates;
struct common_chat_templates_inputs;

namespace samewire {

/** A conversation as the model reads it. */
struct PromptText {
  /** With the beginning of its answer, if that was asked for. */
  std::string prompt;
  /** The beginning of its answer, asked for or not. */
  std::string answer_start;
};

/**
 * Renders conversations to text and nothing else. llama.cpp analyses most templates anew whenever
 * it applies them, to make a parser and a grammar: some ten times the work of rendering.
 */
class PromptRenderer {
 public:
  /** `templates` must outlive the renderer. */
  explicit PromptRenderer(const common_chat_templates* templates);

  /**
   * The prompt and the beginning of the answer that `common_chat_templates_apply` finds for the
   * same, byte for byte. Any thread.
   *
   * @throws std::exception if the template refuses the conversation
   */
  PromptText render(common_chat_templates_inputs inputs) const;

 private:
  const common_chat_templates* templates_;
  /** Whether llama.cpp has code of its own for the template, which may change the conversation. */
  bool has_own_code_;
  /** The same of the template for conversations with tools, where there is another. */
  bool has_own_code_with_tools_;
};

}  // namespace samewire
