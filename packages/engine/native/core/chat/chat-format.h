#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "chat/answer-grammar.h"
#include "chat/chat.h"
#include "chat/output-syntax.h"
#include "sampling/reasoning-form.h"

struct llama_model;

namespace samewire {

/** A conversation as the model reads it, and how to read what the model writes to it. */
struct RenderedChat {
  std::string prompt;
  /** Absent if all of the answer is content. */
  std::shared_ptr<const OutputSyntax> output;
  /** Absent if anything may be answered, or nobody asked. */
  std::optional<AnswerGrammar> grammar = std::nullopt;
  /** Absent if the template does not say between which texts its model reasons. */
  std::optional<ReasoningForm> reasoning = std::nullopt;
  /** Control tokens that the parser must see. */
  std::vector<std::string> shown_tokens = {};
  /** Texts that end the answer. */
  std::vector<std::string> stops = {};
};

/**
 * The chat template of a model, rendered by llama.cpp's own Jinja engine with its own
 * work-arounds, so that a model reads exactly what llama-server would give it. A model without
 * a template gets ChatML, as there. Immutable, so safe on any thread.
 */
class ChatFormat {
 public:
  explicit ChatFormat(const llama_model* model);
  /** Of a template that comes with no model. */
  explicit ChatFormat(const std::string& source);
  ~ChatFormat();
  ChatFormat(ChatFormat&&) noexcept;
  ChatFormat& operator=(ChatFormat&&) noexcept;

  /**
   * The text the model reads for a conversation, up to and with the beginning of its answer.
   *
   * @throws EngineException kInvalidParams if the template refuses the conversation or a tool,
   *   kUnsupported if the template itself cannot be used
   */
  RenderedChat render(const Chat& chat) const;

  /**
   * The same with what the answer has to keep to.
   *
   * @throws EngineException as `render` and `answer_grammar`
   */
  RenderedChat render_with_grammar(const Chat& chat) const;

  const ChatCapabilities& capabilities() const { return capabilities_; }

  /** Jinja source of the template; empty if it cannot be used. */
  const std::string& source() const { return source_; }

 private:
  struct Templates;
  using GrammarFinder =
      std::function<std::optional<AnswerGrammar>(const Chat&, const common_chat_params&)>;
  ChatFormat(const llama_model* model, const std::string& source);

  RenderedChat render_as(const Chat& chat, const GrammarFinder& find_grammar) const;

  std::unique_ptr<Templates> templates_;
  std::string source_;
  ChatCapabilities capabilities_;
  /** Why the template cannot be used; empty if it can. */
  std::string problem_;
};

}  // namespace samewire
