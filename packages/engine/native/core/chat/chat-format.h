#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "chat/chat.h"
#include "chat/output-syntax.h"

struct llama_model;

namespace samewire {

/** Text on which a lazy grammar begins to bind. */
struct GrammarTrigger {
  /** A regular expression rather than a text. */
  bool is_pattern;
  std::string text;
};

/** A grammar in GBNF for an answer that calls tools. */
struct ChatGrammar {
  std::string text;
  /** The end of the prompt: what a grammar that is not lazy has read before the answer begins. */
  std::string prefix = {};
  /** It binds from one of the triggers on; otherwise from the beginning. */
  bool is_lazy = false;
  std::vector<GrammarTrigger> triggers = {};
};

/** A conversation as the model reads it, and how to read what the model writes to it. */
struct RenderedChat {
  std::string prompt;
  /** Absent if all of the answer is content. */
  std::shared_ptr<const OutputSyntax> output;
  /** Absent if anything may be answered. */
  std::optional<ChatGrammar> grammar = std::nullopt;
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

  const ChatCapabilities& capabilities() const { return capabilities_; }

  /** Jinja source of the template; empty if it cannot be used. */
  const std::string& source() const { return source_; }

 private:
  struct Templates;
  ChatFormat(const llama_model* model, const std::string& source);

  std::unique_ptr<Templates> templates_;
  std::string source_;
  ChatCapabilities capabilities_;
  /** Why the template cannot be used; empty if it can. */
  std::string problem_;
};

}  // namespace samewire
