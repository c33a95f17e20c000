import { connect } from 'node:net';
import type { Server } from '../contenders/server.ts';

export interface StreamResult {
  readonly numTokens: number;
  /** From sending the request to the first event with text, in milliseconds. */
  readonly firstTokenMs: number;
  readonly totalMs: number;
  /** When pieces of text, or of a call's arguments, came, by `performance.now()`. */
  readonly arrivals: readonly number[];
}

/** The times between the pieces of a stream, in milliseconds. */
export function gapsOf({ arrivals }: StreamResult): number[] {
  return arrivals.slice(1).map((time, index) => time - (arrivals[index] ?? time));
}

/**
 * Runs streams.
 *
 * @returns what came, and how many tokens a second that was over all of them
 */
export async function runTimed(
  run: () => Promise<readonly StreamResult[]>,
): Promise<{ results: readonly StreamResult[]; tokensPerSecond: number }> {
  const startedAt = performance.now();
  const results = await run();
  const seconds = (performance.now() - startedAt) / 1000;
  const numTokens = results.reduce((sum, result) => sum + result.numTokens, 0);
  return { results, tokensPerSecond: numTokens / seconds };
}

export interface StreamOptions {
  /** Ends the connection; the result is then rejected with its reason. */
  readonly signal?: AbortSignal;
  /** Called at each piece of text. */
  readonly onText?: () => void;
  /** The result is rejected where a server sends nothing for as long; default: ten minutes. */
  readonly silenceMs?: number;
}

type Address = Pick<Server, 'port' | 'model'>;

/** Longer than any server here lets a client wait on a slow machine. */
const longSilenceMs = 600_000;

const text = /"(?:text|content|reasoning_content|arguments)":"[^"]/;

/** One streamed text completion. */
export function streamCompletion(
  server: Address,
  body: object,
  options: StreamOptions = {},
): Promise<StreamResult> {
  return stream(server, '/v1/completions', body, options);
}

/** One streamed chat completion. */
export function streamChat(
  server: Address,
  body: object,
  options: StreamOptions = {},
): Promise<StreamResult> {
  return stream(server, '/v1/chat/completions', body, options);
}

/**
 * Over a bare socket: the client shares the machine with the servers it measures, so it must cost
 * as little as possible. It looks for text and for the token count at the end, and parses nothing
 * else.
 */
function stream(
  { port, model }: Address,
  path: string,
  body: object,
  { signal, onText, silenceMs = longSilenceMs }: StreamOptions,
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
      `POST ${path} HTTP/1.1\r\n` +
        `Host: 127.0.0.1:${port}\r\n` +
        'Content-Type: application/json\r\n' +
        `Content-Length: ${Buffer.byteLength(payload)}\r\n` +
        `Connection: close\r\n\r\n${payload}`,
    );
  });
  signal?.addEventListener('abort', () => {
    reject(signal.reason as Error);
    socket.destroy();
  });
  socket.on('data', (chunk) => {
    const piece = chunk.toString('latin1');
    received += piece;
    // A first event may be cut anywhere, so until there is one the whole is looked at.
    if (text.test(arrivals.length === 0 ? received : piece)) {
      arrivals.push(performance.now());
      onText?.();
    }
  });
  socket.setTimeout(silenceMs, () => {
    const seconds = silenceMs / 1000;
    socket.destroy(
      new Error(`Nothing came for ${seconds} s after: "${received.slice(-500)}"`),
    );
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
