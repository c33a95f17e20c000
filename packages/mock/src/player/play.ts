import type { AnswerPlan } from './answer-plan.ts';
import type { Clock } from './clock.ts';

/** How recorded time passes. */
export interface Pace {
  readonly clock: Clock;
  /** 1 is as recorded, 2 twice as fast, 0 without waiting. */
  readonly speed: number;
  /**
   * Milliseconds between chunks at least, so that a reader sees them one by one although
   * the transport may join what is sent at once.
   */
  readonly minGapMs: number;
  /** Waited for after each chunk, at any speed. */
  readonly afterChunk?: () => Promise<void>;
}

/**
 * The chunks of an answer, each when it is due. Ends when the body does; how it ends is for
 * the caller to do.
 *
 * @param startedAtMs when the request came, in the clock's time
 * @throws the signal's reason once it is aborted
 */
export async function* play(
  { chunks, endHoldMs, endAtMs, end }: AnswerPlan,
  { clock, speed, minGapMs, afterChunk }: Pace,
  startedAtMs: number,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  const untilDue = (atMs: number | undefined) =>
    atMs === undefined || speed === 0
      ? 0
      : startedAtMs + heldMs + atMs / speed - clock.now();
  let heldMs = 0;
  let isFirst = true;
  for (const { bytes, atMs, holdMs = 0 } of chunks) {
    heldMs += holdMs;
    const waitMs = Math.max(untilDue(atMs), holdMs, isFirst ? 0 : minGapMs);
    if (waitMs > 0) await clock.wait(waitMs, signal);
    signal.throwIfAborted();
    isFirst = false;
    yield bytes;
    await afterChunk?.();
  }
  const waitMs = Math.max(untilDue(endAtMs), endHoldMs);
  if (waitMs > 0) await clock.wait(waitMs, signal);
  if (end === 'never') await untilAborted(signal);
}

/** @throws the signal's reason */
function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const onAbort = () => reject(signal.reason as Error);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
}
