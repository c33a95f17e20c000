import type { RecordedRequest } from '../exchange/exchange.ts';
import { type HeaderList, headerValue } from '../exchange/header-list.ts';
import type { AnswerPlan } from '../player/answer-plan.ts';

/** Adds to the headers of an answer what lets a page of another origin read it. */
export type AllowReading = (headers: HeaderList) => HeaderList;

/** For all that are no pages. */
export const asRecorded: AllowReading = (headers) => headers;

/** Pages on this machine, whatever their port. */
const local = /^https?:\/\/(?:localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?$/;

/**
 * Whether a page may ask. What is no page has no origin, and may.
 *
 * @param origins those that may besides pages on this machine; `*` is any
 */
export function isAllowedOrigin(
  origin: string | undefined,
  origins: readonly string[],
): boolean {
  return (
    origin === undefined ||
    local.test(origin) ||
    origins.includes('*') ||
    origins.includes(origin)
  );
}

/** What the answers to an allowed page need. */
export function allowReading(origin: string | undefined): AllowReading {
  if (origin === undefined) return asRecorded;
  return (recorded) => {
    const kept = recorded.filter(([name]) => !/^access-control-/i.test(name));
    // A page sees no header that is not named.
    const names = [...new Set(kept.map(([name]) => name.toLowerCase()))];
    return [
      ...kept,
      ['access-control-allow-origin', origin],
      ['access-control-expose-headers', names.join(', ')],
      ['vary', 'origin'],
    ];
  };
}

/** The answer to a browser that asks whether it may ask; undefined for any other request. */
export function preflightAnswer({
  method,
  headers,
}: RecordedRequest): AnswerPlan | undefined {
  const wanted = headerValue(headers, 'access-control-request-method');
  const origin = headerValue(headers, 'origin');
  if (method !== 'OPTIONS' || wanted === undefined || origin === undefined)
    return undefined;
  const names = headerValue(headers, 'access-control-request-headers');
  const isPrivate = headerValue(headers, 'access-control-request-private-network');
  return {
    status: 204,
    headers: [
      ['access-control-allow-origin', origin],
      ['access-control-allow-methods', wanted],
      ...(names === undefined
        ? []
        : ([['access-control-allow-headers', names]] as const)),
      // Asked by pages that did not come from a private address themselves.
      ...(isPrivate === undefined
        ? []
        : ([['access-control-allow-private-network', 'true']] as const)),
      ['access-control-max-age', '600'],
      ['vary', 'origin'],
    ],
    headHoldMs: 0,
    chunks: [],
    endHoldMs: 0,
    end: 'complete',
  };
}
