#pragma once

#include <algorithm>
#include <vector>

#include "chat/chat.h"

namespace samewire {

/** Whether the model is shown tools that its answer may not call. */
inline bool selects_tools(const Chat& chat) {
  return !std::ranges::all_of(chat.tools, &ChatTool::is_allowed);
}

/** The same chat with no other tools than those that may be called. */
inline Chat with_allowed_tools(Chat chat) {
  std::erase_if(chat.tools, [](const ChatTool& tool) { return !tool.is_allowed; });
  return chat;
}

}  // namespace samewire
