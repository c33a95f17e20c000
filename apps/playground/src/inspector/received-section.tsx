import { useState } from 'react';
import { CopyButton } from '../controls/copy-button.tsx';
import { Icon } from '../controls/icon.tsx';
import { formatMs } from '../timing/format.ts';
import { isRunning, type Run } from '../wire/run.ts';
import { EventList } from './event-list.tsx';
import { FrameDetail } from './frame-detail.tsx';
import { HeaderLines } from './header-lines.tsx';
import { JsonText } from './json-text.tsx';
import { streamText } from './stream-text.ts';

/** The answer: status, headers, and every event as it arrives. */
export function ReceivedSection({ run }: { run: Run }) {
  const [selected, setSelected] = useState<number>();
  const frame = selected === undefined ? undefined : run.frames[selected];
  const { head } = run;
  const requestId = head?.headers.find(([name]) => name === 'x-request-id')?.[1];
  return (
    <section
      aria-label="What came back"
      className="flex min-h-0 flex-1 flex-col border-t border-l-3 border-t-line border-l-in"
    >
      <div className="flex items-center gap-2 py-1.5 pr-2 pl-3">
        <Icon name="received" className="text-in" />
        <h2 className="text-xs font-semibold text-in">Received</h2>
        <p className="min-w-0 flex-1 truncate text-xs text-ink-faint">{summary(run)}</p>
        {run.numFrames > 0 && (
          <CopyButton text={() => streamText(run.frames)} label="Copy all events" />
        )}
      </div>
      {head && (
        <details className="px-4 pb-2">
          <summary className="font-mono text-xs">
            <span
              className={head.status < 400 ? 'font-semibold' : 'font-semibold text-bad'}
            >
              {head.status}
            </span>{' '}
            after {formatMs(head.atMs)}
            {requestId && <span className="text-ink-faint"> · {requestId}</span>}
          </summary>
          <div className="pt-2 pl-3.5">
            <HeaderLines headers={head.headers} />
          </div>
        </details>
      )}
      {run.body !== undefined && (
        <pre
          tabIndex={0}
          className="focus-visible:-outline-offset-2 min-h-0 overflow-y-auto border-t border-line px-4 py-3 font-mono text-xs leading-relaxed wrap-anywhere whitespace-pre-wrap"
        >
          <JsonText text={run.body} />
        </pre>
      )}
      {run.numFrames > 0 && (
        <>
          <div
            aria-hidden="true"
            className="flex gap-3 border-y border-line px-4 py-1 text-2xs text-ink-faint"
          >
            <span className="w-8 text-right">#</span>
            <span className="w-14 text-right">Δ ms</span>
            <span className="w-18">event</span>
            <span>content</span>
          </div>
          <EventList run={run} selected={selected} onSelect={setSelected} />
        </>
      )}
      {frame && <FrameDetail frame={frame} onClose={() => setSelected(undefined)} />}
    </section>
  );
}

function summary(run: Run): string {
  if (run.head === undefined)
    return isRunning(run) ? 'waiting for the server' : 'nothing';
  const events = run.numFrames === 1 ? '1 event' : `${run.numFrames} events`;
  const kept =
    run.frames.length < run.numFrames ? `, the last ${run.frames.length} kept` : '';
  return run.body === undefined ? events + kept : '';
}
