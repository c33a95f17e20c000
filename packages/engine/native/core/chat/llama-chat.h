#pragma once

#include <chat.h>

#include "chat/chat.h"

namespace samewire {

/** A conversation in the form that llama.cpp's templates take. */
common_chat_templates_inputs to_llama(const Chat& chat);

}  // namespace samewire
