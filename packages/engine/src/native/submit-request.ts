import type { EngineRequest } from '../engine-request.ts';
import type { NativeEngine, NativeGrammar, NativePrompt } from './binding.ts';
import { awaitNative, callNative } from './native-error.ts';
import { toNativeChat, toNativeInfill, toNativeRequest } from './native-request.ts';

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
  const [prompt, grammar, prediction] = await Promise.all([
    tokenizePrompt(native, request),
    compileGrammar(native, request),
    tokenizePrediction(native, request),
  ]);
  callNative(() =>
    native.submit(id, toNativeRequest(request, prompt, { grammar, prediction })),
  );
  return prompt.tokens.length;
}

async function compileGrammar(
  native: NativeEngine,
  { prompt, grammar }: EngineRequest,
): Promise<NativeGrammar | undefined> {
  if (grammar === undefined || prompt.kind === 'chat') return undefined;
  return awaitNative(() => native.compileGrammar(grammar.gbnf));
}

/** As a part of an answer: nothing is put around it, and names of special tokens are text. */
async function tokenizePrediction(
  native: NativeEngine,
  { prediction }: EngineRequest,
): Promise<Int32Array | undefined> {
  if (prediction === undefined || prediction === '') return undefined;
  return awaitNative(() => native.tokenize(prediction, false, false));
}

async function tokenizePrompt(
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
      return awaitNative(() => native.tokenizeChat(toNativeChat(prompt, request)));
  }
}
