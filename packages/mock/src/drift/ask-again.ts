import type { RecordedRequest } from '../exchange/exchange.ts';
import {
  type HeaderList,
  withHeader,
  withoutHeaders,
  withoutTransportHeaders,
} from '../exchange/header-list.ts';
import { answerOf } from './answer.ts';
import type { Answer } from './signature.ts';

/** Long enough for a long answer of a slow model. */
const timeoutMs = 300_000;

/**
 * Sends a recorded request to a provider.
 *
 * @param headers added to those that were recorded, a key above all
 * @throws TypeError where the provider cannot be reached
 */
export async function askAgain(
  { method, headers: recorded, body }: RecordedRequest,
  url: string,
  headers: HeaderList,
): Promise<Answer> {
  const kept = withoutHeaders(withoutTransportHeaders(recorded), 'host', 'expect');
  const sent = headers.reduce(
    (list: HeaderList, [name, value]) => withHeader(list, name, value),
    withHeader(kept, 'accept-encoding', 'identity'),
  );
  const response = await fetch(url, {
    method,
    headers: sent.map(([name, value]): [string, string] => [name, value]),
    ...(body.length === 0 ? {} : { body: Uint8Array.from(body) }),
    signal: AbortSignal.timeout(timeoutMs),
  });
  return answerOf(response);
}
