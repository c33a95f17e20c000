import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Mock } from '../mock/mock.ts';
import { MockError } from '../mock/mock-error.ts';
import { letReadersRead } from '../player/let-readers-read.ts';
import { serverAdapter } from './adapter.ts';
import { answerControl, controlPrefix } from './control-api.ts';
import { forward } from './forward.ts';
import { BodyTooLargeError, readRequest } from './read-request.ts';
import { sendAnswer } from './send-answer.ts';
import { toUpstreams } from './upstreams.ts';

export interface MockServerOptions {
  /** Default: 0, any free port. */
  readonly port?: number;
  /** Default: 127.0.0.1. */
  readonly host?: string;
  /**
   * Milliseconds between two chunks at least, without which `fetch` in another process sees
   * several as one. A reader in the same process sees each chunk with 0 too. Default: 2.
   */
  readonly minGapMs?: number;
  /**
   * Whether several chunks may come as one, for speed's sake: nothing is waited for between
   * them, and `minGapMs` does not count. Default: false.
   */
  readonly joinChunks?: boolean;
  /**
   * Where requests go that are not answered here, for the modes that ask upstream: an
   * address, or addresses by prefix of the path: `{ '/groq': 'https://api.groq.com' }`.
   */
  readonly upstream?: string | Readonly<Record<string, string>>;
}

/** A mock that listens on a loopback port. */
export interface MockServer {
  readonly mock: Mock;
  /** Without a slash at the end. Clients take `${url}/v1` as their base URL. */
  readonly url: string;
  /** Has nobody listening for a while: connections are refused. */
  refuseConnections(ms: number): Promise<void>;
  /** Ends answers that are on their way. */
  close(): Promise<void>;
}

/**
 * Answers over HTTP, for clients in any language.
 *
 * @throws FaultError where the mock has a fault a server cannot do
 */
export async function startMockServer(
  mock: Mock,
  options: MockServerOptions = {},
): Promise<MockServer> {
  mock.attach(serverAdapter);
  const { host = '127.0.0.1' } = options;
  const upstreams = toUpstreams(options.upstream);
  if (
    upstreams.length === 0 &&
    (mock.mode === 'record-all' || mock.mode === 'passthrough')
  )
    throw new MockError(`the mode '${mock.mode}' needs an upstream to ask`);
  const pace = {
    clock: mock.clock,
    speed: mock.speed,
    ...(options.joinChunks === true
      ? { minGapMs: 0 }
      : { minGapMs: options.minGapMs ?? 2, afterChunk: letReadersRead }),
  };
  const server = createServer((incoming, response) => {
    // A client that goes away is no failure of the mock.
    incoming.on('error', ignore);
    response.on('error', ignore);
    answer(incoming, response).catch((error: unknown) => fail(response, error));
  });
  server.keepAliveTimeout = 30_000;
  await listen(options.port ?? 0);
  const { port } = server.address() as AddressInfo;
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;

  async function listen(wanted: number): Promise<void> {
    const listening = once(server, 'listening');
    server.listen(wanted, host);
    await listening;
  }

  async function answer(
    incoming: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const request = await readRequest(incoming);
    if (request.url.startsWith(controlPrefix)) {
      await answerControl(mock, request, response, refuseConnections);
      return;
    }
    const decision = mock.decide(request);
    if (decision.do === 'answer') await sendAnswer(decision.plan, response, pace);
    else await forward(decision, upstreams, response, mock.clock);
  }

  async function refuseConnections(ms: number): Promise<void> {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
    setTimeout(() => {
      listen(port).catch(ignore);
    }, ms);
  }

  async function close(): Promise<void> {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  }

  return { mock, url, refuseConnections, close };
}

/** Whoever waits for this answer is told why there is none. */
function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const message = error instanceof Error ? error.message : String(error);
  const status = error instanceof BodyTooLargeError ? 413 : 502;
  response.writeHead(status, {
    'content-type': 'application/json',
    'x-should-retry': 'false',
  });
  response.end(
    JSON.stringify({
      error: { message, type: 'mock_error', param: null, code: 'mock_error' },
    }),
  );
}

function ignore(): void {}
