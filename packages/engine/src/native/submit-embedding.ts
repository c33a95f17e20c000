import { EngineError } from '../engine-error.ts';
import type { EmbeddingInputs, EmbeddingRequest } from '../embedding-request.ts';
import type { NativeEngine } from './binding.ts';
import { awaitNative, callNative } from './native-error.ts';
import { defined } from './native-request.ts';

/**
 * Tokenises the inputs of a request and queues it.
 *
 * @returns the number of tokens of each input
 * @throws EngineError if the request cannot run
 */
export async function submitEmbedding(
  native: NativeEngine,
  id: number,
  { inputs, ...rest }: EmbeddingRequest,
): Promise<number[]> {
  requireSupport(native, inputs);
  const tokens = await awaitNative(() => tokenizeInputs(native, inputs));
  callNative(() => native.embed(id, defined({ ...rest, inputs: tokens })));
  return tokens.map(({ length }) => length);
}

function requireSupport(native: NativeEngine, inputs: EmbeddingInputs): void {
  const { embedding } = callNative(() => native.info());
  if (embedding === null) {
    throw new EngineError('unsupported', 'This model makes no embeddings.');
  }
  const ranks = embedding.pooling === 'rank';
  if (ranks === (inputs.kind === 'pairs')) return;
  throw new EngineError(
    'unsupported',
    ranks
      ? 'This model ranks documents; it makes no embeddings.'
      : 'This model makes embeddings; it does not rank documents.',
  );
}

async function tokenizeInputs(
  native: NativeEngine,
  inputs: EmbeddingInputs,
): Promise<Int32Array[]> {
  if (inputs.kind === 'pairs')
    return native.tokenizePairs(inputs.query, inputs.documents);
  const texts = inputs.texts.filter((input) => typeof input === 'string');
  const tokenized = await native.tokenizeTexts(texts);
  let next = 0;
  return inputs.texts.map((input) =>
    typeof input === 'string' ? (tokenized[next++] ?? new Int32Array()) : input,
  );
}
