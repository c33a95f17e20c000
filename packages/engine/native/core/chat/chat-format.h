#pragma once

#include <memory>
#include <string>
#include <type_traits>

#include "chat/chat-form.h"
#include "chat/chat.h"

struct llama_model;

namespace samewire {

/** A conversation as the model reads it, and how to read what the model writes to it. */
struct RenderedChat {
  std::string prompt;
  std::shared_ptr<const ChatForm> form;
};

/**
 * The chat template of a model, rendered by llama.cpp's own Jinja engine with its own
 * work-arounds, so that a model reads exactly what llama-server would give it. A model without
 * a template gets ChatML, as there. The forms of the last answers are kept. Any thread.
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
  std::string render_prompt(const Chat& chat) const;

  /**
   * The same with how to read the answer.
   *
   * @throws EngineException as `render_prompt`
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
  ChatFormat(const llama_model* model, const std::string& source);

  RenderedChat render_as(const Chat& chat, bool with_grammar) const;
  /** Does work with a chat as the template takes it, or says what the template refuses of it. */
  template <typename Work>
  std::invoke_result_t<Work, const Chat&> with_accepted(const Chat& chat, Work work) const;

  std::unique_ptr<Templates> templates_;
  std::string source_;
  ChatCapabilities capabilities_;
  /** Why the template cannot be used; empty if it can. */
  std::string problem_;
};

}  // namespace samewire
