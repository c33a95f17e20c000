import type { Run } from '../wire/run.ts';
import { traceTicks } from './trace-ticks.ts';

const width = 600;
const middle = 11;

/**
 * The run on a line from sending to end: dashed while the page waited for the first text,
 * then a mark for every event, taller where several fall together.
 */
export function Trace({ run }: { run: Run }) {
  const totalMs = run.endedMs ?? run.frames.at(-1)?.atMs ?? 0;
  const at = (ms: number) => (totalMs > 0 ? (ms / totalMs) * width : 0);
  const waitEnd = at(run.firstTextMs ?? totalMs);
  const ticks = traceTicks(run.frames, totalMs, width);
  const marks = ticks.map(({ x, count }) => {
    const half = Math.min(middle, 3 + count * 1.5);
    return `M${x} ${middle - half}v${half * 2}`;
  });
  return (
    <svg
      viewBox={`0 0 ${width} ${middle * 2}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      className={`trace ${run.phase === 'failed' ? 'trace-failed' : ''}`}
    >
      <path className="trace-wait" d={`M0 ${middle}H${waitEnd}`} />
      <path className="trace-flow" d={`M${waitEnd} ${middle}H${width}`} />
      <path className="trace-ticks" d={marks.join('')} />
    </svg>
  );
}
