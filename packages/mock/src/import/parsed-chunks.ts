import { isJsonObject, type JsonValue } from '../exchange/json.ts';
import { streamOfPayloads } from './bare-body.ts';
import type { Imported } from './imported.ts';

/** A list of a stream's chunks as a client parsed them, as in the snapshots of TGI. */
export function importParsedChunks(chunks: readonly JsonValue[]): Imported {
  const [first] = chunks;
  if (first === undefined || !chunks.every(isJsonObject))
    throw new TypeError('expected a list of chunks, each an object');
  return streamOfPayloads(
    'parsed-chunks',
    first,
    chunks.map((chunk) => JSON.stringify(chunk)),
  );
}
