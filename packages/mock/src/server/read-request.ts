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
 * @throws BodyTooLargeError, or what broke the connection
 */
export async function readRequest(incoming: IncomingMessage): Promise<RecordedRequest> {
  const { method = 'GET', url = '/', rawHeaders } = incoming;
  return { method, url, headers: toPairs(rawHeaders), body: await readBody(incoming) };
}

/** By its events, which cost less than an iterator. */
function readBody(incoming: IncomingMessage): Promise<Uint8Array> {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  const chunks: Buffer[] = [];
  let numBytes = 0;
  incoming.on('data', (chunk: Buffer) => {
    numBytes += chunk.length;
    if (numBytes > maxBodyBytes)
      reject(new BodyTooLargeError(`the request has more than ${maxBodyBytes} bytes`));
    else chunks.push(chunk);
  });
  incoming.once('end', () => {
    const [only] = chunks;
    resolve(only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks));
  });
  incoming.once('error', reject);
  incoming.once('close', () => {
    // Every request is closed in the end, and an error costs more than all else done here.
    if (!incoming.complete) reject(new Error('the client went away'));
  });
  return promise;
}

/** Node's list of names and values in turn, as pairs. */
export function toPairs(rawHeaders: readonly string[]): readonly [string, string][] {
  const pairs: [string, string][] = [];
  for (let index = 0; index < rawHeaders.length; index += 2)
    pairs.push([rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '']);
  return pairs;
}
