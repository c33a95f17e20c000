import { decodeLoosely } from '../exchange/bytes.ts';
import type { RecordedRequest, RecordedResponse } from '../exchange/exchange.ts';
import { isJsonObject, parseJson } from '../exchange/json.ts';
import { routeOf } from '../match/route.ts';
import { profile } from '../profiles/profile.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Route } from './request.ts';
import { synthesise } from './synthesise.ts';

const routes: ReadonlySet<string> = new Set<Route>([
  'chat/completions',
  'completions',
  'responses',
  'messages',
  'embeddings',
]);

/**
 * Answers as a provider would, whatever is asked: for `respond` of a mock, which asks it for what
 * is not recorded. The n-th answer has the same bytes in every run.
 *
 * @param id of the profile, as `groq`
 * @param scenario what is said, or what is said to a request
 *
 * @example
 * new Mock({ respond: responder('groq', { text: 'Hello there.' }) });
 * @throws RangeError for a profile that is not there
 */
export function responder(
  id: string,
  scenario: Scenario | ((request: RecordedRequest) => Scenario),
): (request: RecordedRequest) => RecordedResponse | undefined {
  const provider = profile(id);
  let numCalls = 0;
  return (request) => {
    const { pathname } = new URL(request.url, 'http://mock');
    const route = routeOf(pathname).slice(1);
    if (request.method !== 'POST' || !routes.has(route)) return undefined;
    const sent = parseJson(decodeLoosely(request.body));
    const { status, headers, chunks } = synthesise({
      profile: provider,
      scenario: typeof scenario === 'function' ? scenario(request) : scenario,
      request: { route: route as Route, body: isJsonObject(sent) ? sent : {} },
      call: numCalls++,
    });
    return { status, headers, chunks: timed(chunks) };
  };
}

/** Delays between chunks as times since the request. */
function timed(
  chunks: ReturnType<typeof synthesise>['chunks'],
): RecordedResponse['chunks'] {
  let atMs = 0;
  return chunks.map(({ bytes, delayMs }) => {
    atMs += delayMs;
    return { bytes, atMs };
  });
}
