#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "media/media-file.h"

namespace samewire {

struct ChatToolCall {
  std::string id;
  std::string name;
  /** JSON text. */
  std::string arguments;

  bool operator==(const ChatToolCall&) const = default;
};

/** A piece of a message's content. */
struct ChatPart {
  /** What a template writes; of a file, a mark that tells where it goes. */
  std::string text;
  /** Null if this is text. */
  std::shared_ptr<const MediaFile> file = nullptr;
};

/** One message, as chat templates know it. */
struct ChatMessage {
  std::string role;
  std::string content = {};
  /** The content in parts; used instead of `content` if not empty. */
  std::vector<ChatPart> parts = {};
  std::string reasoning = {};
  std::vector<ChatToolCall> tool_calls = {};
  std::string tool_call_id = {};
  std::string tool_name = {};
};

/** A function the model may call. */
struct ChatTool {
  std::string name;
  std::string description;
  /** JSON Schema of its arguments, as text. */
  std::string parameters;
  /** What the arguments have to keep to, in GBNF; empty: any JSON object. */
  std::string arguments_grammar = {};
  /** Whether the answer may call it. The model sees it all the same, where it can be held to that. */
  bool is_allowed = true;
};

/** Whether the answer is to call tools. */
enum class ChatToolChoice : std::uint8_t { kAuto, kNone, kRequired };

struct Chat {
  std::vector<ChatMessage> messages;
  std::vector<ChatTool> tools = {};
  ChatToolChoice tool_choice = ChatToolChoice::kAuto;
  bool parallel_tool_calls = true;
  /** Whether what the model thinks is told apart from what it says; otherwise it is content. */
  bool separates_reasoning = true;
  /** What is written where a budget ends the reasoning, in front of its end. */
  std::string reasoning_message = {};
  /** What an answer that calls no tool has to keep to, in GBNF; empty: anything. */
  std::string content_grammar = {};
  /** Extra variables of the template; values are JSON text. */
  std::map<std::string, std::string> template_kwargs = {};
  /** Whether the rendered text ends with the beginning of an answer. */
  bool begins_answer = true;
};

/** What a chat template has a form for. */
struct ChatCapabilities {
  bool tools = false;
  bool parallel_tool_calls = false;
  /** Arguments of calls are JSON, so that they can be held to a grammar. */
  bool json_arguments = false;
  /** Calls that may come can be held to some of the tools, while the model sees all of them. */
  bool tool_selection = false;
  bool reasoning = false;
  /** It is known where reasoning begins and ends, so that it can be counted and bounded. */
  bool reasoning_budget = false;
  bool reasoning_effort = false;
  bool system_role = false;
};

}  // namespace samewire
