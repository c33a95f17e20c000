import { bypass, http, type HttpHandler, passthrough } from 'msw';
import { recordFetch } from '../fetch/record-fetch.ts';
import { toRecordedRequest } from '../fetch/recorded-request.ts';
import { toResponse } from '../fetch/to-response.ts';
import { faultNames } from '../faults/fault-names.ts';
import type { Adapter } from '../mock/adapter.ts';
import { Mock, type MockOptions } from '../mock/mock.ts';
import { letReadersRead } from '../player/let-readers-read.ts';

/** msw turns a body that breaks into one that ends, and cannot touch the connection. */
const beyondMsw = new Set([
  'close-early',
  'close-midstream',
  'connection-refused',
  'gzip-body',
  'reset-before-headers',
  'reset-midstream',
]);

const mswAdapter: Adapter = {
  name: 'msw',
  faults: new Set(faultNames.filter((name) => !beyondMsw.has(name))),
  limits:
    'it has no connection to break. Use createFetch of @samewire/mock, or startMockServer ' +
    'of @samewire/mock/server',
};

export interface MswOptions {
  /**
   * Hosts whose requests are all for the mock: what is not recorded is a miss. With a path, as in
   * `localhost:5173/v1`, only what is below it. Default: those that answers were recorded from.
   */
  readonly hosts?: readonly string[];
}

/**
 * Handlers for msw, to stand beside those you have: `setupServer` in Node, `setupWorker` in
 * a browser. Requests that are none of the mock's go on to the other handlers.
 *
 * @example
 * const server = setupServer(...handlers, ...mockHandlers({ cassettes }));
 * @throws FaultError where the mock has a fault msw cannot do
 */
export function mockHandlers(
  mock: Mock | MockOptions,
  { hosts }: MswOptions = {},
): HttpHandler[] {
  const core = mock instanceof Mock ? mock : new Mock(mock);
  core.attach(mswAdapter);
  const isOurs = async (request: Request): Promise<boolean> => {
    const url = new URL(request.url);
    const isKnown = [...(hosts ?? core.hosts)].some((place) => isAt(url, place));
    return isKnown || core.expects(await toRecordedRequest(request.clone()));
  };
  return [
    // A predicate, for what a handler takes and leaves again is never unhandled to msw.
    http.all(
      ({ request }) => isOurs(request),
      async ({ request }) => {
        const decision = core.decide(await toRecordedRequest(request.clone()));
        if (decision.do === 'forward') {
          if (decision.record === undefined) return passthrough();
          return recordFetch(decision, fetchPast, core.clock, request.signal);
        }
        const { clock, speed } = core;
        const pace = { clock, speed, minGapMs: 0, afterChunk: letReadersRead };
        return toResponse(decision.plan, request.url, pace, request.signal);
      },
    ),
  ];
}

/** Whether a URL is of a host, and below a path if it has one. */
function isAt({ host, pathname }: URL, place: string): boolean {
  return `${host}${pathname}/`.startsWith(`${place.replace(/\/+$/, '')}/`);
}

/** msw lets requests with its mark out. */
const fetchPast: typeof fetch = (input, init) => fetch(bypass(new Request(input, init)));
