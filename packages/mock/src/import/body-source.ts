import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import type { Chunk } from '../exchange/exchange.ts';
import { type HeaderList, headerValue } from '../exchange/header-list.ts';
import { splitEvents } from '../exchange/split-events.ts';

const decoders: Readonly<Record<string, (bytes: Uint8Array) => Buffer>> = {
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
};

/**
 * The body without its content encoding. Some tools decode before they write and leave the
 * header as it was: what does not decode is taken as decoded already.
 */
export function decodeContent(bytes: Uint8Array, headers: HeaderList): Uint8Array {
  const encoding = headerValue(headers, 'content-encoding')?.trim().toLowerCase();
  const decode = decoders[encoding ?? ''];
  if (decode === undefined) return bytes;
  try {
    return Uint8Array.from(decode(bytes));
  } catch {
    return bytes;
  }
}

/**
 * The chunks of a body whose cuts are lost: an event stream is cut after each event, so that
 * clients still see it grow; any other body is one chunk.
 */
export function cutBody(
  bytes: Uint8Array,
  headers: HeaderList,
): { readonly chunks: readonly Chunk[]; readonly cuts?: 'events' } {
  if (bytes.length === 0) return { chunks: [] };
  if (!isEventStream(bytes, headers)) return { chunks: [{ bytes }] };
  const chunks = splitEvents(bytes).map((piece) => ({ bytes: piece }));
  return { chunks, cuts: 'events' };
}

/** By its type, or by its look: some recordings name another type. */
function isEventStream(bytes: Uint8Array, headers: HeaderList): boolean {
  const type = headerValue(headers, 'content-type') ?? '';
  if (type.startsWith('text/event-stream')) return true;
  const start = new TextDecoder().decode(bytes.subarray(0, 64));
  return /^(?:data|event):/.test(start);
}
