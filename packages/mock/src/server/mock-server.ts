import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RecordedRequest } from '../exchange/exchange.ts';
import type { Mock } from '../mock/mock.ts';
import { MockError } from '../mock/mock-error.ts';
import { letReadersRead } from '../player/let-readers-read.ts';
import { serverAdapter } from './adapter.ts';
import { answerControl, controlPrefix } from './control-api.ts';
import {
  type AllowReading,
  allowReading,
  asRecorded,
  isAllowedOrigin,
  preflightAnswer,
} from './cors.ts';
import { forward } from './forward.ts';
import { createListener } from './listener.ts';
import { BodyTooLargeError, readRequest } from './read-request.ts';
import { sendAnswer } from './send-answer.ts';
import { type TlsOptions, toCertificate } from './tls/options.ts';
import { toWireHeaders } from './wire-headers.ts';
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
  /**
   * Origins whose pages may ask, besides those on this machine (`http://localhost:5173`): as
   * `https://app.example`, or `*` for any. Only answers to pages get headers for it.
   */
  readonly origins?: readonly string[];
  /** Answers over HTTPS. Default: HTTP. */
  readonly tls?: TlsOptions;
}

/** A mock that listens on a loopback port. */
export interface MockServer {
  readonly mock: Mock;
  /** Without a slash at the end. Clients take `${url}/v1` as their base URL. */
  readonly url: string;
  /** What clients have to trust, as PEM, where the certificate is self-made. */
  readonly ca?: string;
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
  const { host = '127.0.0.1', origins = [] } = options;
  const certificate =
    options.tls === undefined ? undefined : await toCertificate(options.tls, host);
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
  const { server, reset } = await createListener(certificate, (incoming, response) => {
    // A client that goes away is no failure of the mock.
    incoming.on('error', ignore);
    response.on('error', ignore);
    const { origin } = incoming.headers;
    const allow = isAllowedOrigin(origin, origins) ? allowReading(origin) : asRecorded;
    answer(incoming, response, allow).catch((error: unknown) =>
      fail(response, allow, error),
    );
  });
  server.keepAliveTimeout = 30_000;
  await listen(options.port ?? 0);
  const { port } = server.address() as AddressInfo;
  const scheme = certificate === undefined ? 'http' : 'https';
  const url = `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`;

  async function listen(wanted: number): Promise<void> {
    const listening = once(server, 'listening');
    server.listen(wanted, host);
    await listening;
  }

  async function answer(
    incoming: IncomingMessage,
    response: ServerResponse,
    allow: AllowReading,
  ): Promise<void> {
    const request = await readRequest(incoming);
    const isAllowed = isAllowedOrigin(incoming.headers.origin, origins);
    const preflight = preflightAnswer(request);
    // A page that anybody has put somewhere is not to change the mock.
    if (!isAllowed && (preflight !== undefined || isControl(request))) {
      refuse(
        response,
        allow,
        403,
        'this origin may not ask; allow it with --cors ORIGIN',
      );
      return;
    }
    if (preflight !== undefined) {
      await sendAnswer(preflight, response, pace, reset);
      return;
    }
    if (isControl(request)) {
      await answerControl(mock, request, response, allow, refuseConnections);
      return;
    }
    const decision = mock.decide(request);
    if (decision.do === 'answer') {
      const { plan: recorded } = decision;
      const isForPage = allow !== asRecorded;
      const plan = isForPage
        ? { ...recorded, headers: allow(recorded.headers) }
        : recorded;
      await sendAnswer(plan, response, pace, reset);
    } else await forward(decision, upstreams, response, mock.clock, allow);
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

  const { ca } = certificate ?? {};
  return { mock, url, ...(ca === undefined ? {} : { ca }), refuseConnections, close };
}

/** Whoever waits for this answer is told why there is none. */
function fail(response: ServerResponse, allow: AllowReading, error: unknown): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const message = error instanceof Error ? error.message : String(error);
  refuse(response, allow, error instanceof BodyTooLargeError ? 413 : 502, message);
}

function refuse(
  response: ServerResponse,
  allow: AllowReading,
  status: number,
  message: string,
): void {
  const headers = allow([
    ['content-type', 'application/json'],
    ['x-should-retry', 'false'],
  ]);
  response.writeHead(status, toWireHeaders(headers));
  response.end(
    JSON.stringify({
      error: { message, type: 'mock_error', param: null, code: 'mock_error' },
    }),
  );
}

function isControl({ url }: RecordedRequest): boolean {
  return url.startsWith(controlPrefix);
}

function ignore(): void {}
