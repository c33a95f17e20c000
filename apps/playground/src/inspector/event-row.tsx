import { memo } from 'react';
import type { Frame } from '../wire/run.ts';
import { describeFrame, type FrameDescription } from './describe-frame.ts';

/** All rows are of one height, so that a row's place is its number times this. */
export const rowHeight = 24;

interface EventRowProps {
  readonly id: string;
  readonly place: number;
  readonly frame: Frame;
  readonly sinceMs: number;
  readonly total: number;
  readonly isSelected: boolean;
  readonly onSelect: (place: number) => void;
}

export const EventRow = memo(function EventRow(props: EventRowProps) {
  const { id, place, frame, sinceMs, total, isSelected, onSelect } = props;
  const { kind, detail } = describeFrame(frame);
  return (
    // The list itself takes the keys, as a list box does.
    <div
      id={id}
      role="option"
      aria-selected={isSelected}
      aria-setsize={total}
      aria-posinset={frame.index + 1}
      onClick={() => onSelect(place)}
      style={{ top: place * rowHeight, height: rowHeight }}
      className="absolute inset-x-0 flex cursor-default items-center gap-3 px-4 font-mono text-xs hover:bg-sunken aria-selected:bg-in-tint"
    >
      <span className="w-8 text-right text-ink-faint">{frame.index}</span>
      <span className="w-14 text-right text-ink-soft">+{sinceMs.toFixed(1)}</span>
      <span className={`w-18 ${kindColours[kind]}`}>{kind}</span>
      <span className="min-w-0 flex-1 truncate">{detail}</span>
    </div>
  );
});

const kindColours: Readonly<Record<FrameDescription['kind'], string>> = {
  text: 'text-in',
  reasoning: 'text-in',
  role: 'text-ink-faint',
  finish: 'text-good',
  usage: 'text-good',
  end: 'text-good',
  error: 'text-bad',
  comment: 'text-ink-faint',
  data: 'text-ink-faint',
};
