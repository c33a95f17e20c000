import type { Exchange, RecordedRequest } from '../exchange/exchange.ts';
import type { Clock } from '../player/clock.ts';
import { ExchangeTap } from '../record/exchange-tap.ts';

/**
 * Asks with a real `fetch`, and notes down what comes while the caller reads it. What the
 * caller does not read to its end is not recorded.
 */
export async function recordFetch(
  {
    request,
    record,
  }: {
    readonly request: RecordedRequest;
    readonly record?: (exchange: Exchange) => void;
  },
  upstream: typeof globalThis.fetch,
  clock: Clock,
  signal: AbortSignal,
): Promise<Response> {
  const { method, url, headers, body } = request;
  const tap = new ExchangeTap(request, clock);
  const response = await upstream(url, {
    method,
    headers: headers.map(([name, value]): [string, string] => [name, value]),
    ...(body.length === 0 ? {} : { body: Uint8Array.from(body) }),
    signal,
  });
  if (record === undefined) return response;
  tap.head(response.status, [...response.headers]);
  const finish = (how: 'complete' | 'close') => {
    const exchange = tap.end(how);
    if (exchange !== undefined) record(exchange);
  };
  if (response.body === null) {
    finish('complete');
    return response;
  }
  return copyResponse(response, tapBody(response.body, tap, finish));
}

function tapBody(
  body: ReadableStream<Uint8Array>,
  tap: ExchangeTap,
  finish: (how: 'complete' | 'close') => void,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (done) {
            finish('complete');
            controller.close();
            return;
          }
          tap.chunk(value);
          controller.enqueue(value);
        } catch (error) {
          if (!(error instanceof DOMException)) finish('close');
          controller.error(error);
        }
      },
      async cancel(reason) {
        await reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}

function copyResponse(response: Response, body: ReadableStream<Uint8Array>): Response {
  const { status, statusText, headers, url } = response;
  const copy = new Response(body, { status, statusText, headers });
  Object.defineProperty(copy, 'url', { value: url });
  return copy;
}
