import { connect } from 'node:net';

export interface StreamResult {
  readonly numTokens: number;
  /** From sending the request to the first event with text, in milliseconds. */
  readonly firstTokenMs: number;
  readonly totalMs: number;
}

/**
 * One streamed completion over a bare socket. The client shares the machine with the servers it
 * measures, so it must cost as little as possible: it looks for the first text and for the token
 * count at the end, and parses nothing else.
 */
export function streamCompletion(port: number, body: object): Promise<StreamResult> {
  const payload = JSON.stringify(body);
  const { promise, resolve, reject } = Promise.withResolvers<StreamResult>();
  const startedAt = performance.now();
  let firstTokenMs: number | undefined;
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
    received += chunk.toString('latin1');
    if (firstTokenMs === undefined && /"text":"[^"]/.test(received)) {
      firstTokenMs = performance.now() - startedAt;
    }
  });
  socket.on('error', reject);
  socket.on('close', () => {
    const counts = [...received.matchAll(/"completion_tokens":(\d+)/g)];
    const numTokens = Number(counts.at(-1)?.[1]);
    if (firstTokenMs === undefined || !numTokens) {
      reject(new Error(`The answer was no completion: ${received.slice(0, 500)}`));
      return;
    }
    resolve({ numTokens, firstTokenMs, totalMs: performance.now() - startedAt });
  });
  return promise;
}
