import type { Frame } from '../wire/run.ts';

/** Events that fall on one place of the drawn line. */
export interface Tick {
  /** Place on the line, from 0 to `width`. */
  readonly x: number;
  readonly count: number;
}

/** Gathers events by where they fall on a line of `width` places that lasts `totalMs`. */
export function traceTicks(
  frames: readonly Frame[],
  totalMs: number,
  width: number,
): Tick[] {
  const counts = new Map<number, number>();
  for (const { atMs } of frames) {
    const x = totalMs > 0 ? Math.min(width, Math.round((atMs / totalMs) * width)) : 0;
    counts.set(x, (counts.get(x) ?? 0) + 1);
  }
  return [...counts].map(([x, count]) => ({ x, count }));
}
