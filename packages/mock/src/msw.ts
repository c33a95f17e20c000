import { http, type HttpHandler, HttpResponse } from 'msw/http';
import { type RecordedResponse, replayableHeaders } from './recorded-response.ts';
import { replayBody } from './replay-body.ts';

/**
 * A handler for msw that answers every POST to a URL with a recorded answer.
 *
 * @example
 * const url = 'https://api.openai.com/v1/chat/completions';
 * const server = setupServer(replayHandler(url, recorded));
 */
export function replayHandler(url: string, recorded: RecordedResponse): HttpHandler {
  return http.post(
    url,
    () =>
      new HttpResponse(replayBody(recorded), {
        status: recorded.status,
        headers: replayableHeaders(recorded),
      }),
  );
}
