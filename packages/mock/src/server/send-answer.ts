import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { headerValue } from '../exchange/header-list.ts';
import type { AnswerPlan, PlannedChunk } from '../player/answer-plan.ts';
import { type Pace, play } from '../player/play.ts';
import { compress } from './compress.ts';
import type { Listener } from './listener.ts';
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
  reset: Listener['reset'],
): Promise<void> {
  const startedAtMs = pace.clock.now() + plan.headHoldMs;
  if (plan.connection === 'reset') {
    reset(response.socket);
    return;
  }
  if (isAtOnce(plan, pace)) {
    sendHead(plan, response);
    sendAtOnce(plan.chunks as readonly PlannedChunk[], response);
    return;
  }
  const gone = new AbortController();
  response.once('close', () => gone.abort(new Error('the client is gone')));
  try {
    if (plan.headHoldMs > 0) await pace.clock.wait(plan.headHoldMs, gone.signal);
    const hasLength = sendHead(plan, response);
    if (!hasLength) response.flushHeaders();
    const chunks = play(plan, pace, startedAtMs, gone.signal);
    for await (const bytes of plan.contentEncoding === 'gzip' ? compress(chunks) : chunks)
      if (bytes.length > 0) await write(response, bytes, gone.signal);
    await end(plan, response, reset);
  } catch (error) {
    if (!gone.signal.aborted) throw error;
  }
}

/**
 * As Latin-1, which has a character for each byte, because Node joins head and body into one
 * buffer if both are text.
 */
function sendAtOnce(chunks: readonly PlannedChunk[], response: ServerResponse): void {
  const texts = chunks.map(({ bytes }) =>
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1'),
  );
  for (const text of texts.slice(0, -1)) response.write(text, 'latin1');
  response.end(texts.at(-1) ?? '', 'latin1');
}

/** Whether nothing has to be waited for, and chunks may be joined on the way. */
function isAtOnce(
  { chunks, end: how, headHoldMs, endHoldMs, contentEncoding }: AnswerPlan,
  { speed, minGapMs, afterChunk }: Pace,
): boolean {
  const isWhole = Array.isArray(chunks) && chunks.length <= 1;
  const isFree = isWhole || (minGapMs === 0 && afterChunk === undefined);
  return (
    isFree &&
    speed === 0 &&
    how === 'complete' &&
    headHoldMs + endHoldMs === 0 &&
    contentEncoding === undefined &&
    Array.isArray(chunks) &&
    (chunks as readonly PlannedChunk[]).every(({ holdMs }) => holdMs === undefined)
  );
}

/** Returns whether a length was announced: then the head goes out with the body. */
function sendHead(plan: AnswerPlan, response: ServerResponse): boolean {
  const { status, statusText, headers } = plan;
  const length = lengthToAnnounce(plan);
  const list = toWireHeaders(headers);
  if (length !== undefined) list.push('content-length', String(length));
  // Headers are the recording's: none is added that was not there.
  response.sendDate = false;
  if (statusText === undefined) response.writeHead(status, list);
  else response.writeHead(status, toWireText(statusText), list);
  return length !== undefined;
}

/** Undefined where the body is sent in chunks. */
function lengthToAnnounce(plan: AnswerPlan): number | undefined {
  const { announcedLength, chunks, contentEncoding, end: how, headers } = plan;
  if (announcedLength !== undefined) return announcedLength;
  const isWhole = Array.isArray(chunks) && chunks.length <= 1 && how === 'complete';
  const type = headerValue(headers, 'content-type') ?? '';
  if (!isWhole || contentEncoding !== undefined || type.startsWith('text/event-stream'))
    return undefined;
  return (chunks as readonly PlannedChunk[])[0]?.bytes.length ?? 0;
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

async function end(
  { end: how }: AnswerPlan,
  response: ServerResponse,
  reset: Listener['reset'],
): Promise<void> {
  const { socket } = response;
  if (how === 'complete') {
    response.end();
  } else if (how === 'close') {
    // Sends what is left and closes, without HTTP's own end of the body.
    socket?.destroySoon();
  } else {
    await wait(resetGapMs);
    reset(socket);
  }
}
