import { http, type HttpHandler, HttpResponse } from 'msw/http';
import type { RecordedResponse } from './exchange/exchange.ts';
import { withoutTransportHeaders } from './exchange/header-list.ts';

/**
 * A handler for msw that answers every POST to a URL with a recorded answer.
 *
 * @example
 * const url = 'https://api.openai.com/v1/chat/completions';
 * const server = setupServer(replayHandler(url, recorded));
 */
export function replayHandler(
  url: string,
  { status, headers, chunks }: RecordedResponse,
): HttpHandler {
  return http.post(url, () => {
    const rest = chunks.values();
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        const { done, value } = rest.next();
        if (done === true) controller.close();
        else controller.enqueue(value.bytes);
      },
    });
    const kept = withoutTransportHeaders(headers).map(
      ([name, value]): [string, string] => [name, value],
    );
    return new HttpResponse(body, { status, headers: kept });
  });
}
