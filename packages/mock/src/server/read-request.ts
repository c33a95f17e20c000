import type { IncomingMessage } from 'node:http';
import type { RecordedRequest } from '../exchange/exchange.ts';

/** Larger bodies than providers take. */
const maxBodyBytes = 512 * 2 ** 20;

/** A body that is too large to be meant. */
export class BodyTooLargeError extends Error {
  override readonly name = 'BodyTooLargeError';
}

/**
 * The request as it came, its headers in order.
 *
 * @throws BodyTooLargeError
 */
export async function readRequest(incoming: IncomingMessage): Promise<RecordedRequest> {
  const chunks: Uint8Array[] = [];
  let numBytes = 0;
  for await (const chunk of incoming as AsyncIterable<Uint8Array>) {
    numBytes += chunk.length;
    if (numBytes > maxBodyBytes)
      throw new BodyTooLargeError(`the request has more than ${maxBodyBytes} bytes`);
    chunks.push(chunk);
  }
  return {
    method: incoming.method ?? 'GET',
    url: incoming.url ?? '/',
    headers: toPairs(incoming.rawHeaders),
    body: Buffer.concat(chunks),
  };
}

/** Node's list of names and values in turn, as pairs. */
export function toPairs(rawHeaders: readonly string[]): readonly [string, string][] {
  return Array.from({ length: rawHeaders.length / 2 }, (_, index) => [
    rawHeaders[2 * index] ?? '',
    rawHeaders[2 * index + 1] ?? '',
  ]);
}
