import type { ChatPrompt, Engine } from '@samewire/engine';

/**
 * How many tokens the model would read for a conversation.
 *
 * @throws EngineError if it has no chat template, or one that refuses the conversation
 */
export async function countChatTokens(
  engine: Engine,
  { messages, templateKwargs }: ChatPrompt,
): Promise<number> {
  const chat = templateKwargs === undefined ? { messages } : { messages, templateKwargs };
  const tokens = await engine.tokenize(await engine.renderChat(chat));
  return tokens.length;
}
