import type { EngineRequest, Prompt } from '../engine-request.ts';
import type { NativeEngine, NativePrompt } from './binding.ts';
import { awaitNative, callNative } from './native-error.ts';
import { toNativeChat, toNativeRequest } from './native-request.ts';

/**
 * Tokenises the prompt of a request, compiles its grammar, and queues it.
 *
 * @returns the number of prompt tokens
 * @throws EngineError if the request cannot run
 */
export async function submitRequest(
  native: NativeEngine,
  id: number,
  request: EngineRequest,
): Promise<number> {
  const gbnf = request.grammar?.gbnf;
  const [prompt, grammar] = await Promise.all([
    tokenizePrompt(native, request.prompt),
    gbnf === undefined ? undefined : awaitNative(() => native.compileGrammar(gbnf)),
  ]);
  callNative(() => native.submit(id, toNativeRequest(request, prompt, grammar)));
  return prompt.tokens.length;
}

async function tokenizePrompt(
  native: NativeEngine,
  prompt: Prompt,
): Promise<NativePrompt> {
  switch (prompt.kind) {
    case 'tokens':
      return { tokens: prompt.tokens, branchPoints: [] };
    case 'text': {
      const tokens = await awaitNative(() => native.tokenize(prompt.text, true, true));
      return { tokens, branchPoints: [] };
    }
    case 'chat':
      return awaitNative(() => native.tokenizeChat(toNativeChat(prompt)));
  }
}
