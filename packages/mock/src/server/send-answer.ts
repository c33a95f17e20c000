import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { headerValue } from '../exchange/header-list.ts';
import type { AnswerPlan } from '../player/answer-plan.ts';
import { type Pace, play } from '../player/play.ts';
import { compress } from './compress.ts';
import { toWireHeaders, toWireText } from './wire-headers.ts';

/**
 * Time for a reader to take what is there: a reset throws away what has arrived and was not
 * read yet.
 */
const resetGapMs = 20;

/** Answers as planned, or stops when the client goes away. */
export async function sendAnswer(
  plan: AnswerPlan,
  response: ServerResponse,
  pace: Pace,
): Promise<void> {
  const startedAtMs = pace.clock.now() + plan.headHoldMs;
  if (plan.connection === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  const gone = new AbortController();
  response.once('close', () => gone.abort(new Error('the client is gone')));
  try {
    if (plan.headHoldMs > 0) await pace.clock.wait(plan.headHoldMs, gone.signal);
    sendHead(plan, response);
    const chunks = play(plan, pace, startedAtMs, gone.signal);
    for await (const bytes of plan.contentEncoding === 'gzip' ? compress(chunks) : chunks)
      if (bytes.length > 0) await write(response, bytes, gone.signal);
    await end(plan, response);
  } catch (error) {
    if (!gone.signal.aborted) throw error;
  }
}

function sendHead(plan: AnswerPlan, response: ServerResponse): void {
  const { status, statusText, headers } = plan;
  const length = lengthToAnnounce(plan);
  const list = toWireHeaders(headers);
  if (length !== undefined) list.push('content-length', String(length));
  // Headers are the recording's: none is added that was not there.
  response.sendDate = false;
  if (statusText === undefined) response.writeHead(status, list);
  else response.writeHead(status, toWireText(statusText), list);
  if (length === undefined) response.flushHeaders();
}

/** Undefined where the body is sent in chunks. */
function lengthToAnnounce(plan: AnswerPlan): number | undefined {
  const { announcedLength, chunks, contentEncoding, end: how, headers } = plan;
  if (announcedLength !== undefined) return announcedLength;
  const isWhole = Array.isArray(chunks) && chunks.length <= 1 && how === 'complete';
  const type = headerValue(headers, 'content-type') ?? '';
  if (!isWhole || contentEncoding !== undefined || type.startsWith('text/event-stream'))
    return undefined;
  return (
    (chunks as AnswerPlan['chunks'] & readonly { bytes: Uint8Array }[])[0]?.bytes
      .length ?? 0
  );
}

/** Hands a chunk to the system. */
async function write(
  response: ServerResponse,
  bytes: Uint8Array,
  signal: AbortSignal,
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const stop = () => resolve();
  signal.addEventListener('abort', stop, { once: true });
  response.write(bytes, stop);
  await promise;
  signal.removeEventListener('abort', stop);
}

async function end({ end: how }: AnswerPlan, response: ServerResponse): Promise<void> {
  const { socket } = response;
  if (how === 'complete') {
    response.end();
  } else if (how === 'close') {
    // Sends what is left and closes, without HTTP's own end of the body.
    socket?.destroySoon();
  } else {
    await wait(resetGapMs);
    socket?.resetAndDestroy();
  }
}
