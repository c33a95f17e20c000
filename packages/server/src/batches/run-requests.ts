import { setTimeout as wait } from 'node:timers/promises';
import { createAnswerId } from '../engine-to-wire/answer-head.ts';
import { type BatchLine, isFault, parseBatchLine } from './batch-line.ts';
import type { BatchResult } from './batch-store.ts';
import type { OpenBatch } from './open-batch.ts';

/** What a route of the server answered. */
interface RouteAnswer {
  readonly status: number;
  readonly requestId: string;
  readonly body: unknown;
  /** When it may be tried again, in milliseconds, if the answer says so. */
  readonly retryAfterMs: number | undefined;
}

/** Asks a route of the server in the name of an owner. */
export type AskRoute = (owner: string, url: string, body: object) => Promise<RouteAnswer>;

export interface RunOptions {
  readonly ask: AskRoute;
  /** How many requests are on their way at once. */
  readonly numWorkers: number;
  /** Aborted when the server stops: what has no result then is asked again after a start. */
  readonly stopping: AbortSignal;
}

interface NumberedLine {
  readonly number: number;
  readonly text: string;
}

/** Answers that say nothing about the request, only about the moment. */
const passing = new Set([429, 503]);
const defaultRetryMs = 1000;

/** Makes the requests of a batch that have no result yet, and keeps each one's result. */
export async function runRequests(
  open: OpenBatch,
  lines: AsyncIterable<string>,
  done: ReadonlySet<number>,
  options: RunOptions,
): Promise<void> {
  const queue = numberLines(lines, done);
  const work = async () => {
    for await (const line of queue) {
      if (options.stopping.aborted || open.batch.status !== 'in_progress') return;
      const result = await resultOf(line, open, options);
      if (result === undefined) return;
      await open.addResult(line.number, result);
    }
  };
  await Promise.all(Array.from({ length: options.numWorkers }, work));
}

/** One queue for all workers: none of them may end it for the others. */
function numberLines(
  lines: AsyncIterable<string>,
  done: ReadonlySet<number>,
): AsyncIterable<NumberedLine> {
  const iterator = lines[Symbol.asyncIterator]();
  let number = -1;
  const next = async (): Promise<IteratorResult<NumberedLine>> => {
    for (;;) {
      number += 1;
      const own = number;
      const { value, done: isEnd } = await iterator.next();
      if (isEnd === true) return { done: true, value: undefined };
      if (!done.has(own)) return { done: false, value: { number: own, text: value } };
    }
  };
  return { [Symbol.asyncIterator]: () => ({ next }) };
}

/** Undefined if the server stops, or the batch is cancelled, before there is one. */
async function resultOf(
  { text }: NumberedLine,
  open: OpenBatch,
  { ask, stopping }: RunOptions,
): Promise<BatchResult | undefined> {
  const { endpoint } = open.batch;
  const parsed = parseBatchLine(text, endpoint);
  // They were checked before the first of them was made.
  if (isFault(parsed)) return failed('', parsed.code, parsed.message);
  while (!open.isOver) {
    const answer = await ask(open.key.owner, endpoint, parsed.body);
    if (!passing.has(answer.status)) return answered(parsed, answer);
    if (stopping.aborted || open.batch.status === 'cancelling') return undefined;
    await pause(answer.retryAfterMs ?? defaultRetryMs, stopping);
    if (stopping.aborted) return undefined;
  }
  return failed(
    parsed.customId,
    'batch_expired',
    'This request could not be executed before the completion window expired.',
  );
}

function answered({ customId }: BatchLine, answer: RouteAnswer): BatchResult {
  const { status, requestId, body } = answer;
  return {
    isError: status >= 400,
    line: {
      id: createAnswerId('batch_req_', 24),
      custom_id: customId,
      response: { status_code: status, request_id: requestId, body },
      error: null,
    },
  };
}

function failed(customId: string, code: string, message: string): BatchResult {
  return {
    isError: true,
    line: {
      id: createAnswerId('batch_req_', 24),
      custom_id: customId,
      response: null,
      error: { code, message },
    },
  };
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  // An abort ends the pause early, which is all that is wanted of it.
  await wait(ms, undefined, { signal, ref: false }).catch(() => undefined);
}
