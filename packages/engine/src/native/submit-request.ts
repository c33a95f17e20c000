import type { EngineRequest } from '../engine-request.ts';
import type { Acceptance } from '../request-streams.ts';
import type { NativeEngine, NativeGrammar } from './binding.ts';
import { awaitNative, callNative } from './native-error.ts';
import { toNativeRequest } from './native-request.ts';
import { tokenizePrompt } from './tokenize-prompt.ts';

/**
 * Tokenises the prompt of a request, compiles its grammar, and queues it.
 *
 * @throws EngineError if the request cannot run
 */
export async function submitRequest(
  native: NativeEngine,
  id: number,
  request: EngineRequest,
): Promise<Acceptance> {
  const [prompt, grammar, prediction] = await Promise.all([
    tokenizePrompt(native, request),
    compileGrammar(native, request),
    tokenizePrediction(native, request),
  ]);
  callNative(() =>
    native.submit(id, toNativeRequest(request, prompt, { grammar, prediction })),
  );
  const { tokens, numAudioTokens = 0 } = prompt;
  return {
    numPromptTokens: tokens.length,
    ...(numAudioTokens === 0 ? {} : { numAudioTokens }),
  };
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
