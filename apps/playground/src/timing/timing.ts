import type { Run } from '../wire/run.ts';

/** The figures of a run. A figure that is not known is undefined, never guessed. */
export interface Timing {
  /** From sending to the first text, reasoning included, as this page saw it. */
  readonly firstTextMs: number | undefined;
  readonly totalMs: number | undefined;
  readonly tokensPerSecond: number | undefined;
  /** The rate counts events, because the server's own count of tokens is not here yet. */
  readonly isEstimate: boolean;
  readonly promptTokens: number | undefined;
  readonly cachedTokens: number | undefined;
  readonly completionTokens: number | undefined;
}

export function timingOf(run: Run): Timing {
  const generated = run.usage?.completion_tokens;
  return {
    firstTextMs: run.firstTextMs,
    totalMs: run.endedMs,
    tokensPerSecond: rate(run, generated ?? run.numTextFrames),
    isEstimate: generated === undefined,
    promptTokens: run.usage?.prompt_tokens,
    cachedTokens: run.usage?.prompt_tokens_details?.cached_tokens,
    completionTokens: generated,
  };
}

/** The first token is the wait before it; the rate is that of the others. */
function rate({ firstTextMs, lastTextMs }: Run, numTokens: number): number | undefined {
  if (firstTextMs === undefined || lastTextMs === undefined) return undefined;
  const seconds = (lastTextMs - firstTextMs) / 1000;
  return numTokens > 1 && seconds > 0 ? (numTokens - 1) / seconds : undefined;
}
