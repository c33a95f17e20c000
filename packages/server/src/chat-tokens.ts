import type { ChatPrompt, Engine } from '@samewire/engine';

/**
 * The text the model would read for a conversation.
 *
 * @throws EngineError if it has no chat template, or one that refuses the conversation
 */
export async function renderPrompt(engine: Engine, chat: ChatPrompt): Promise<string> {
  return engine.renderChat(chat);
}

/** The tokens the model would read for a conversation. @throws EngineError as above */
export async function tokenizeChat(
  engine: Engine,
  chat: ChatPrompt,
): Promise<Int32Array> {
  return engine.tokenizeChat(chat);
}
