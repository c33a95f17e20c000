import { encodeText } from '../exchange/bytes.ts';
import type { AnswerPlan, PlannedChunk } from '../player/answer-plan.ts';
import { cutChunks, faultPosition, requireEventStream } from './chunk-surgery.ts';
import type { Effect } from './effect.ts';
import type { FaultName } from './fault-names.ts';

const defaultDelayMs = 1000;

function holdNext(
  chunks: readonly PlannedChunk[],
  holdMs: number,
): readonly PlannedChunk[] {
  const [next, ...rest] = chunks;
  return next === undefined ? [] : [{ ...next, holdMs }, ...rest];
}

function* thenKeepAlive(
  chunks: readonly PlannedChunk[],
  holdMs: number,
): Generator<PlannedChunk, never> {
  yield* chunks;
  const comment = { bytes: encodeText(': keep-alive\n\n'), holdMs };
  for (;;) yield comment;
}

/** A sequence that can be gone through more than once, although it never ends. */
function endless(
  chunks: readonly PlannedChunk[],
  holdMs: number,
): Iterable<PlannedChunk> {
  return { [Symbol.iterator]: () => thenKeepAlive(chunks, holdMs) };
}

/** Faults of time. */
export const delays = {
  'slow-headers': (plan, { rule }) => ({
    ...plan,
    headHoldMs: rule.ms ?? defaultDelayMs,
  }),
  'slow-first-byte': (plan, { rule }) => ({
    ...plan,
    chunks: holdNext([...plan.chunks], rule.ms ?? defaultDelayMs),
  }),
  stall: (plan, { rule }): AnswerPlan => {
    const [before, after] = cutChunks(plan.chunks, faultPosition(plan, rule));
    const ms = rule.ms ?? 0;
    if (ms === 0) return { ...plan, chunks: before, end: 'never' };
    if (after.length === 0) return { ...plan, endHoldMs: ms };
    return { ...plan, chunks: [...before, ...holdNext(after, ms)] };
  },
  'keepalive-forever': (plan, { rule }) => {
    requireEventStream(plan, rule);
    const [before] = cutChunks(plan.chunks, faultPosition(plan, rule));
    return { ...plan, chunks: endless(before, rule.ms ?? defaultDelayMs) };
  },
} as const satisfies Partial<Record<FaultName, Effect>>;
