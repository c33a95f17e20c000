import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { useFollowEnd } from '../controls/use-follow-end.ts';
import type { Run } from '../wire/run.ts';
import { EventRow, rowHeight } from './event-row.tsx';
import { visibleRows } from './visible-rows.ts';

interface EventListProps {
  readonly run: Run;
  /** Place in `run.frames` of the frame shown in full. */
  readonly selected: number | undefined;
  readonly onSelect: (place: number) => void;
}

/** Every event of a run with the time since the one before. Only the rows in view exist. */
export function EventList({ run, selected, onSelect }: EventListProps) {
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 600 });
  // An event that is being read must not be carried away by those that follow.
  useFollowEnd(box, selected === undefined ? run.id : undefined);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(() =>
      setView({ top: element.scrollTop, height: element.clientHeight }),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const { frames } = run;
  const { first, end } = visibleRows(frames.length, rowHeight, view.top, view.height);
  const select = (place: number) => {
    const bounded = Math.max(0, Math.min(frames.length - 1, place));
    onSelect(bounded);
    const element = box.current;
    if (element) scrollRowIntoView(element, bounded);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = moves[event.key]?.(selected ?? -1, frames.length);
    if (next === undefined) return;
    event.preventDefault();
    select(next);
  };
  return (
    <div
      ref={box}
      role="listbox"
      aria-label="Events"
      aria-activedescendant={selected === undefined ? undefined : `${id}-${selected}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onScroll={({ currentTarget }) =>
        setView({ top: currentTarget.scrollTop, height: currentTarget.clientHeight })
      }
      className="min-h-0 flex-1 contain-content overflow-y-auto focus-visible:-outline-offset-2"
    >
      {/* A drawing as tall as all rows stands in for those that do not exist. */}
      <div className="relative" style={{ height: frames.length * rowHeight }}>
        {frames.slice(first, end).map((frame, offset) => (
          <EventRow
            key={frame.index}
            id={`${id}-${first + offset}`}
            place={first + offset}
            frame={frame}
            sinceMs={frame.atMs - (frames[first + offset - 1]?.atMs ?? 0)}
            total={run.numFrames}
            isSelected={first + offset === selected}
            onSelect={select}
          />
        ))}
      </div>
    </div>
  );
}

const moves: Readonly<Record<string, (place: number, length: number) => number>> = {
  ArrowDown: (place) => place + 1,
  ArrowUp: (place) => place - 1,
  PageDown: (place) => place + 10,
  PageUp: (place) => place - 10,
  Home: () => 0,
  End: (_, length) => length - 1,
};

function scrollRowIntoView(box: HTMLElement, place: number): void {
  const top = place * rowHeight;
  if (top < box.scrollTop) box.scrollTop = top;
  else if (top + rowHeight > box.scrollTop + box.clientHeight)
    box.scrollTop = top + rowHeight - box.clientHeight;
}
