import type { ChatPrompt, EngineRequest } from '../engine-request.ts';
import type { NativeEngine, NativePrompt } from './binding.ts';
import { inTurn } from './media-turns.ts';
import { awaitNative } from './native-error.ts';
import { toNativeChat, toNativeInfill } from './native-request.ts';

type Chat = Omit<ChatPrompt, 'kind'>;

/** @throws EngineError for a prompt that the model cannot read */
export async function tokenizePrompt(
  native: NativeEngine,
  request: EngineRequest,
): Promise<NativePrompt> {
  const { prompt } = request;
  switch (prompt.kind) {
    case 'tokens':
      return { tokens: prompt.tokens, branchPoints: [] };
    case 'text': {
      const tokens = await awaitNative(() => native.tokenize(prompt.text, true, true));
      return { tokens, branchPoints: [] };
    }
    case 'infill': {
      const tokens = await awaitNative(() =>
        native.tokenizeInfill(toNativeInfill(prompt)),
      );
      return { tokens, branchPoints: [] };
    }
    case 'chat':
      return toNativePrompt(native, prompt, request);
  }
}

/** The tokens the model would read for a conversation. @throws EngineError as above */
export async function tokenizeChat(
  native: NativeEngine,
  chat: Chat,
): Promise<Int32Array> {
  return (await toNativePrompt(native, chat)).tokens;
}

function toNativePrompt(
  native: NativeEngine,
  chat: Chat,
  rules: Pick<EngineRequest, 'grammar' | 'reasoningBudget'> = {},
): Promise<NativePrompt> {
  const tokenize = () =>
    awaitNative(() => native.tokenizeChat(toNativeChat(chat, rules)));
  return hasMedia(chat) ? inTurn(native, tokenize) : tokenize();
}

function hasMedia({ messages }: Chat): boolean {
  return messages.some(
    ({ content }) =>
      typeof content !== 'string' && content.some(({ type }) => type !== 'text'),
  );
}
