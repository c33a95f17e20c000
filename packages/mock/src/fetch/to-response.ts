import type { AnswerPlan } from '../player/answer-plan.ts';
import { type Pace, play } from '../player/play.ts';
import { brokenBody, failedFetch } from './fetch-errors.ts';

const statusesWithoutBody = new Set([204, 205, 304]);

/**
 * An answer as a `Response`.
 *
 * @throws TypeError as `fetch` does where there is no connection
 */
export async function toResponse(
  plan: AnswerPlan,
  url: string,
  pace: Pace,
  signal: AbortSignal,
): Promise<Response> {
  const startedAtMs = pace.clock.now() + plan.headHoldMs;
  if (plan.headHoldMs > 0) await pace.clock.wait(plan.headHoldMs, signal);
  if (plan.connection !== undefined) throw failedFetch(plan.connection, url);
  const { status, statusText = '', headers } = plan;
  const body = statusesWithoutBody.has(status)
    ? null
    : toStream(plan, pace, startedAtMs, signal);
  const response = new Response(body, {
    status,
    statusText,
    headers: headers.map(([name, value]): [string, string] => [
      name,
      toHeaderValue(value),
    ]),
  });
  if (plan.announcedLength !== undefined)
    response.headers.set('content-length', String(plan.announcedLength));
  // A response that was made by hand has no address of its own.
  Object.defineProperty(response, 'url', { value: url });
  return response;
}

/** Each chunk as one read, when it is due; a reader that cancels ends it. */
function toStream(
  plan: AnswerPlan,
  pace: Pace,
  startedAtMs: number,
  signal: AbortSignal,
): ReadableStream<Uint8Array> {
  const cancelled = new AbortController();
  const either = AbortSignal.any([signal, cancelled.signal]);
  const chunks = play(plan, pace, startedAtMs, either);
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await nextChunk(chunks);
        if (done !== true) controller.enqueue(Uint8Array.from(value));
        else if (plan.end === 'complete') controller.close();
        else controller.error(brokenBody(plan.end === 'reset' ? 'reset' : 'close'));
      },
      cancel(reason) {
        cancelled.abort(reason);
      },
    },
    { highWaterMark: 0 },
  );
}

/** An empty read would look like nothing at all, so it is left out. */
async function nextChunk(
  chunks: AsyncGenerator<Uint8Array, void, undefined>,
): Promise<IteratorResult<Uint8Array, void>> {
  for (;;) {
    const next = await chunks.next();
    if (next.done === true || next.value.length > 0) return next;
  }
}

/** What a `Headers` can hold: characters beyond Latin-1 as `fetch` would have read them. */
function toHeaderValue(value: string): string {
  const text = /[^\0-\u00FF]/.test(value)
    ? Array.from(new TextEncoder().encode(value), (byte) =>
        String.fromCodePoint(byte),
      ).join('')
    : value;
  return text.replaceAll(/[\0\r\n]/g, ' ');
}
