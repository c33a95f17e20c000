#pragma once

#include <cstdint>
#include <vector>

#include "model/chat-format.h"
#include "model/model.h"
#include "types.h"

namespace samewire {

/** A conversation as the model reads it. */
struct ChatPrompt {
  std::vector<Token> tokens;
  /**
   * Where later conversations are likely to branch off: after the leading system messages, and
   * after the last message, before the answer's own beginning. Only for models whose past is a
   * state; others can branch off anywhere.
   */
  std::vector<std::uint32_t> branch_points;
};

/**
 * Renders and tokenises a conversation. Any thread.
 *
 * @throws EngineException as `ChatFormat::render`
 */
ChatPrompt make_chat_prompt(const Model& model, const Chat& chat);

}  // namespace samewire
