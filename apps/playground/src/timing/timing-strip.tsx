import type { Run } from '../wire/run.ts';
import { formatCount, formatMs, formatRate } from './format.ts';
import { timingOf } from './timing.ts';
import { Trace } from './trace.tsx';

/** The run as a drawn wire, with its figures underneath. */
export function TimingStrip({ run }: { run: Run }) {
  const timing = timingOf(run);
  const { promptTokens, cachedTokens, completionTokens, tokensPerSecond } = timing;
  return (
    <div className="flex flex-col gap-1">
      <Trace run={run} />
      <dl className="flex flex-wrap gap-x-5 gap-y-1 text-xs">
        {timing.firstTextMs !== undefined && (
          <Figure name="First token" value={formatMs(timing.firstTextMs)} />
        )}
        {tokensPerSecond !== undefined && (
          <Figure
            name={timing.isEstimate ? 'Events per second' : 'Tokens per second'}
            value={formatRate(tokensPerSecond)}
          />
        )}
        {promptTokens !== undefined && (
          <Figure
            name="Prompt"
            value={`${formatCount(promptTokens)} tokens`}
            note={cachedTokens ? `${formatCount(cachedTokens)} cached` : undefined}
          />
        )}
        {completionTokens !== undefined && (
          <Figure name="Answer" value={`${formatCount(completionTokens)} tokens`} />
        )}
        {timing.totalMs !== undefined && (
          <Figure name="Total" value={formatMs(timing.totalMs)} />
        )}
      </dl>
    </div>
  );
}

interface FigureProps {
  readonly name: string;
  readonly value: string;
  readonly note?: string | undefined;
}

function Figure({ name, value, note }: FigureProps) {
  return (
    <div className="flex items-baseline gap-1.5">
      <dt className="text-ink-faint">{name}</dt>
      <dd className="font-mono text-ink-soft">
        {value}
        {note && <span className="text-ink-faint"> ({note})</span>}
      </dd>
    </div>
  );
}
