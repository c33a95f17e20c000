import type { EngineRequest, Prompt } from '../engine-request.ts';
import type { NativeEngine } from './binding.ts';
import { awaitNative, callNative } from './native-error.ts';
import { toNativeChat, toNativeRequest } from './native-request.ts';

/**
 * Tokenises the prompt of a request and queues it.
 *
 * @returns the number of prompt tokens
 * @throws EngineError if the request cannot run
 */
export async function submitRequest(
  native: NativeEngine,
  id: number,
  request: EngineRequest,
): Promise<number> {
  const prompt = await tokenizePrompt(native, request.prompt);
  callNative(() => native.submit(id, toNativeRequest(request, prompt)));
  return prompt.length;
}

async function tokenizePrompt(native: NativeEngine, prompt: Prompt): Promise<Int32Array> {
  switch (prompt.kind) {
    case 'tokens':
      return prompt.tokens;
    case 'text':
      return awaitNative(() => native.tokenize(prompt.text, true, true));
    case 'chat':
      return awaitNative(() => native.tokenizeChat(toNativeChat(prompt)));
  }
}
