import { request } from 'node:http';
import type { HeaderList } from '@samewire/mock';

export interface Received {
  readonly status: number;
  readonly statusText: string;
  readonly headers: HeaderList;
  readonly chunks: readonly Uint8Array[];
  /** How the body ended: in order, or with this error. */
  readonly error?: Error & { readonly code?: string };
}

interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
}

/** Asks with node:http, and keeps every read of the body apart. */
export async function askWithHttp(url: string, sent: Sent = {}): Promise<Received> {
  const { promise, resolve, reject } = Promise.withResolvers<Received>();
  const outgoing = request(url, {
    method: sent.method ?? 'POST',
    headers: sent.headers,
    agent: false,
  });
  outgoing.once('error', reject);
  outgoing.once('response', (incoming) => {
    const chunks: Uint8Array[] = [];
    let error: Error | undefined;
    incoming.on('data', (bytes: Uint8Array) => chunks.push(bytes));
    incoming.once('error', (cause) => {
      error = cause;
    });
    incoming.once('close', () => {
      const { rawHeaders, statusCode = 0, statusMessage = '' } = incoming;
      const headers = Array.from({ length: rawHeaders.length / 2 }, (_, index) => [
        rawHeaders[2 * index] ?? '',
        rawHeaders[2 * index + 1] ?? '',
      ]) as [string, string][];
      resolve({
        status: statusCode,
        statusText: statusMessage,
        headers,
        chunks,
        ...(error === undefined ? {} : { error }),
      });
    });
  });
  outgoing.end(sent.body);
  return promise;
}

/** Reads a body of `fetch`, and keeps every read apart. */
export async function readChunks(response: Response): Promise<Uint8Array[]> {
  const chunks: Uint8Array[] = [];
  if (response.body !== null)
    for await (const chunk of response.body as AsyncIterable<Uint8Array>)
      chunks.push(chunk);
  return chunks;
}
