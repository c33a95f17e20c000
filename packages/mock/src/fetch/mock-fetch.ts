import type { RecordedRequest } from '../exchange/exchange.ts';
import { faultNames } from '../faults/fault-names.ts';
import type { Adapter } from '../mock/adapter.ts';
import type { Mock } from '../mock/mock.ts';
import { MockError } from '../mock/mock-error.ts';
import { toRecordedRequest } from './recorded-request.ts';
import { recordFetch } from './record-fetch.ts';
import { toResponse } from './to-response.ts';

const fetchAdapter: Adapter = {
  name: 'the fetch function',
  faults: new Set(faultNames),
  limits: 'it can do all of them',
};

const maxRedirects = 20;

/**
 * A `fetch` that answers from the mock, to be handed to a client: no port, no patching, every
 * chunk as it was recorded, and errors as Node's own `fetch` throws them.
 *
 * @param upstream asks what is not answered here, in the modes that ask upstream
 * @throws FaultError where the mock has a fault that is not possible
 */
export function createFetch(
  mock: Mock,
  { upstream }: { readonly upstream?: typeof globalThis.fetch } = {},
): typeof globalThis.fetch {
  mock.attach(fetchAdapter);
  async function answer(
    request: RecordedRequest,
    init: Pick<RequestInit, 'redirect'> & { readonly signal: AbortSignal },
    numRedirects: number,
  ): Promise<Response> {
    const decision = mock.decide(request);
    if (decision.do === 'forward') {
      if (upstream === undefined)
        throw new MockError(
          `the mode '${mock.mode}' needs a fetch to ask upstream: createFetch(mock, { upstream: fetch })`,
        );
      return recordFetch(decision, upstream, mock.clock, init.signal);
    }
    const { plan } = decision;
    const pace = { clock: mock.clock, speed: mock.speed, minGapMs: 0 };
    const response = await toResponse(plan, request.url, pace, init.signal);
    const location = response.headers.get('location');
    const isFollowed = init.redirect === undefined || init.redirect === 'follow';
    if (plan.status !== 307 || location === null || !isFollowed) return response;
    if (numRedirects === maxRedirects)
      throw new TypeError('fetch failed', {
        cause: new Error('redirect count exceeded'),
      });
    const url = new URL(location, request.url).href;
    return answer({ ...request, url }, init, numRedirects + 1);
  }
  return async (input, init) => {
    const request = new Request(input, init);
    request.signal.throwIfAborted();
    const recorded = await toRecordedRequest(request);
    return answer(recorded, { signal: request.signal, redirect: request.redirect }, 0);
  };
}
