import { useEffect, useState } from 'react';
import { formatMs } from '../timing/format.ts';

/** Shown until the first token: a wait with a clock is shorter than one without. */
export function WaitingLine({ sentAt }: { sentAt: Date }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 100);
    return () => clearInterval(timer);
  }, []);
  const waited = now - sentAt.getTime();
  return (
    <p className="flex items-center gap-2 text-ink-soft">
      <span aria-hidden="true" className="size-2 animate-pulse rounded-full bg-in" />
      Waiting for the first token
      {waited > 500 && (
        <span className="font-mono text-xs text-ink-faint">{formatMs(waited)}</span>
      )}
    </p>
  );
}
