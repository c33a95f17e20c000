import { connect } from 'node:net';
import type { Contender } from './contender.ts';

export interface StreamResult {
  readonly numTokens: number;
  /** From sending the request to the first event with text, in milliseconds. */
  readonly firstTokenMs: number;
  readonly totalMs: number;
  /** When pieces of text came, by `performance.now()`. */
  readonly arrivals: readonly number[];
}

/**
 * One streamed completion over a bare socket. The client shares the machine with the servers it
 * measures, so it must cost as little as possible: it looks for text and for the token count at
 * the end, and parses nothing else.
 */
export function streamCompletion(
  { port, model }: Pick<Contender, 'port' | 'model'>,
  body: object,
): Promise<StreamResult> {
  const payload = JSON.stringify({
    model,
    ...body,
    stream: true,
    stream_options: { include_usage: true },
  });
  const { promise, resolve, reject } = Promise.withResolvers<StreamResult>();
  const startedAt = performance.now();
  const arrivals: number[] = [];
  let received = '';
  const socket = connect(port, '127.0.0.1', () => {
    socket.write(
      'POST /v1/completions HTTP/1.1\r\n' +
        `Host: 127.0.0.1:${port}\r\n` +
        'Content-Type: application/json\r\n' +
        `Content-Length: ${Buffer.byteLength(payload)}\r\n` +
        `Connection: close\r\n\r\n${payload}`,
    );
  });
  socket.on('data', (chunk) => {
    const text = chunk.toString('latin1');
    received += text;
    // A first event may be cut anywhere, so until there is one the whole is looked at.
    if (/"text":"[^"]/.test(arrivals.length === 0 ? received : text)) {
      arrivals.push(performance.now());
    }
  });
  socket.on('error', reject);
  socket.on('close', () => {
    const counts = [...received.matchAll(/"completion_tokens":(\d+)/g)];
    const numTokens = Number(counts.at(-1)?.[1]);
    const [first] = arrivals;
    if (first === undefined || !numTokens) {
      reject(new Error(`The answer was no completion: ${received.slice(0, 500)}`));
      return;
    }
    const totalMs = performance.now() - startedAt;
    resolve({ numTokens, firstTokenMs: first - startedAt, totalMs, arrivals });
  });
  return promise;
}
