import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EmbeddingResult } from '@samewire/engine';
import type { Embedding, InputUsage } from '@samewire/shared-types';
import { toUnitLength } from './unit-length.ts';

export interface EmbeddingListOptions {
  readonly model: string;
  readonly isBase64: boolean;
  /** How many values of each vector to give; undefined: all. */
  readonly dimensions: number | undefined;
}

/** Values written in one turn of the event loop; others wait for their turn a few milliseconds. */
const valuesPerTurn = 16_384;

/**
 * The text of an `EmbeddingList`. Thousands of vectors have millions of values, so it is written
 * in pieces, and others are served in between.
 */
export async function encodeEmbeddingList(
  { vectors, numTokens }: EmbeddingResult,
  { model, isBase64, dimensions }: EmbeddingListOptions,
): Promise<string> {
  const data: string[] = [];
  let numValues = 0;
  for (const [index, whole] of vectors.entries()) {
    const vector = toUnitLength(whole.subarray(0, dimensions));
    const embedding = isBase64 ? toBase64(vector) : Array.from(vector);
    const entry: Embedding = { object: 'embedding', index, embedding };
    data.push(JSON.stringify(entry));
    numValues += vector.length;
    if (numValues < valuesPerTurn) continue;
    numValues = 0;
    await nextTurn();
  }
  const rest = JSON.stringify({ model, usage: toInputUsage(numTokens) });
  return `{"object":"list","data":[${data.join(',')}],${rest.slice(1)}`;
}

export function toInputUsage(numTokens: readonly number[]): InputUsage {
  const sum = numTokens.reduce((total, tokens) => total + tokens, 0);
  return { prompt_tokens: sum, total_tokens: sum };
}

/** Of 32-bit floats as every machine that runs this has them: little-endian. */
function toBase64({ buffer, byteOffset, byteLength }: Float32Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}
