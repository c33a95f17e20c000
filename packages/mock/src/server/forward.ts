import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http';
import type { RecordedRequest } from '../exchange/exchange.ts';
import {
  type HeaderList,
  withHeader,
  withoutHeaders,
  withoutTransportHeaders,
} from '../exchange/header-list.ts';
import type { Decision } from '../mock/mock.ts';
import type { Clock } from '../player/clock.ts';
import { ExchangeTap } from '../record/exchange-tap.ts';
import type { AllowReading } from './cors.ts';
import { http } from './node-http.ts';
import { toPairs } from './read-request.ts';
import { type Upstreams, upstreamUrl } from './upstreams.ts';
import { toWireHeaders } from './wire-headers.ts';

/**
 * Asks upstream and passes the answer on as it comes, chunk by chunk, while it is recorded.
 * No content encoding is asked for, so that chunks are the answer's own.
 *
 * @throws where upstream cannot be reached
 */
export async function forward(
  { request, record }: Extract<Decision, { do: 'forward' }>,
  upstreams: Upstreams,
  response: ServerResponse,
  clock: Clock,
  allow: AllowReading,
): Promise<void> {
  const url = upstreamUrl(upstreams, request.url);
  const asked: RecordedRequest = { ...request, url };
  const tap = new ExchangeTap(asked, clock);
  const outgoing = await open(url, asked);
  response.once('close', () => outgoing.destroy());
  const incoming = await answerOf(outgoing, asked.body);
  const status = incoming.statusCode ?? 502;
  const headers = toPairs(incoming.rawHeaders);
  tap.head(status, headers, unusualText(incoming));
  response.sendDate = false;
  response.writeHead(status, toWireHeaders(allow(keptHeaders(headers))));
  const isComplete = await pipe(incoming, response, tap);
  // What the client did not wait for is not known, so it is not recorded.
  if (!isComplete && response.destroyed) return;
  const exchange = tap.end(isComplete ? 'complete' : 'close');
  if (exchange !== undefined) record?.(exchange);
  if (isComplete) response.end();
  else response.socket?.destroySoon();
}

async function open(
  url: string,
  { method, headers, body }: RecordedRequest,
): Promise<ClientRequest> {
  const { request } = url.startsWith('https:') ? await import('node:https') : http;
  const sent = withHeader(
    withoutHeaders(withoutTransportHeaders(headers), 'host', 'expect'),
    'accept-encoding',
    'identity',
  );
  return request(url, {
    method,
    headers: [
      'host',
      new URL(url).host,
      ...toWireHeaders(sent),
      ...(body.length > 0 ? ['content-length', String(body.length)] : []),
    ],
  });
}

async function answerOf(
  outgoing: ClientRequest,
  body: Uint8Array,
): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  outgoing.once('response', resolve);
  outgoing.once('error', reject);
  outgoing.end(body);
  return promise;
}

/** An encoding that came although none was asked for goes on to the client with its name. */
function keptHeaders(headers: HeaderList): HeaderList {
  const encoding = headers.filter(([name]) => name.toLowerCase() === 'content-encoding');
  return [...withoutTransportHeaders(headers), ...encoding];
}

function unusualText({ statusCode, statusMessage }: IncomingMessage): string | undefined {
  return statusMessage === http.STATUS_CODES[statusCode ?? 0] ? undefined : statusMessage;
}

/** Resolves with whether the body came to its end. */
async function pipe(
  incoming: IncomingMessage,
  response: ServerResponse,
  tap: ExchangeTap,
): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  // 'data' hands over what one read of the socket gave; iterators may join it.
  incoming.on('data', (bytes: Uint8Array) => {
    tap.chunk(bytes);
    if (!response.write(bytes)) {
      incoming.pause();
      response.once('drain', () => incoming.resume());
    }
  });
  incoming.once('end', () => resolve(incoming.complete));
  incoming.once('error', () => resolve(false));
  incoming.once('close', () => resolve(incoming.complete));
  return promise;
}
