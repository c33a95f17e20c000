#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

struct llama_model;

namespace samewire {

struct ChatToolCall {
  std::string id;
  std::string name;
  /** JSON text. */
  std::string arguments;
};

/** One message, as chat templates know it. */
struct ChatMessage {
  std::string role;
  std::string content = {};
  /** The content in parts; used instead of `content` if not empty. */
  std::vector<std::string> text_parts = {};
  std::string reasoning = {};
  std::vector<ChatToolCall> tool_calls = {};
  std::string tool_call_id = {};
  std::string tool_name = {};
};

struct Chat {
  std::vector<ChatMessage> messages;
  /** Extra variables of the template; values are JSON text. */
  std::map<std::string, std::string> template_kwargs = {};
  /** Whether the rendered text ends with the beginning of an answer. */
  bool begins_answer = true;
};

/**
 * The chat template of a model, rendered by llama.cpp's own Jinja engine with its own
 * work-arounds, so that a model reads exactly what llama-server would give it. A model without
 * a template gets ChatML, as there. Immutable, so safe on any thread.
 */
class ChatFormat {
 public:
  explicit ChatFormat(const llama_model* model);
  ~ChatFormat();
  ChatFormat(ChatFormat&&) noexcept;
  ChatFormat& operator=(ChatFormat&&) noexcept;

  /**
   * The text the model reads for a conversation, up to and with the beginning of its answer.
   *
   * @throws EngineException kInvalidParams if the template refuses the conversation,
   *   kUnsupported if the template itself cannot be used
   */
  std::string render(const Chat& chat) const;

  /** Jinja source of the template; empty if it cannot be used. */
  const std::string& source() const { return source_; }

 private:
  struct Templates;
  std::unique_ptr<Templates> templates_;
  std::string source_;
  /** Why the template cannot be used; empty if it can. */
  std::string problem_;
};

}  // namespace samewire
