#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "chat/chat-format.h"
#include "grammar/grammar-cache.h"
#include "grammar/grammar-use.h"
#include "media/media-chunk.h"
#include "media/projector.h"
#include "model/model.h"
#include "sampling/reasoning-use.h"
#include "types.h"

namespace samewire {

/** How to read what a model answers to a conversation. */
struct AnswerForm {
  /** Absent if all of the answer is content. */
  std::shared_ptr<const OutputSyntax> output = nullptr;
  /** Absent if anything may be answered. */
  std::optional<GrammarUse> grammar = std::nullopt;
  /** Without a budget. Absent if it is not known where reasoning begins and ends. */
  std::optional<ReasoningUse> reasoning = std::nullopt;
  /** Texts that end the answer. */
  std::vector<std::string> stops = {};
  /** Control tokens whose names are part of the answer's text. Sorted. */
  std::vector<Token> shown_tokens = {};
};

/** A conversation as the model reads it. */
struct ChatPrompt {
  std::vector<Token> tokens;
  /** What its media tokens stand for. */
  std::vector<PlacedMedia> media = {};
  /**
   * Where later conversations are likely to branch off: after the leading system messages, and
   * after the last message, before the answer's own beginning. Only for models whose past is a
   * state; others can branch off anywhere.
   */
  std::vector<std::uint32_t> branch_points = {};
  AnswerForm answer = {};
};

/**
 * Renders and tokenises a conversation, and encodes its media. Any thread.
 *
 * @param grammars where the grammar of its answer is found or compiled
 * @param projector null if the model reads text only
 * @throws EngineException as `ChatFormat::render`, `GrammarCache::get` and `tokenize_rendered`
 */
ChatPrompt make_chat_prompt(const Model& model, GrammarCache& grammars, Projector* projector,
                            const Chat& chat);

}  // namespace samewire
