import type { Readiness } from './readiness.ts';
import { useReadiness } from './use-readiness.ts';
import { useRecheck } from './use-recheck.ts';

const dots: Readonly<Record<Readiness['state'], string>> = {
  asking: 'bg-line-strong',
  ready: 'bg-good',
  'not-ready': 'bg-out animate-pulse',
  unreachable: 'bg-bad',
};

/** One line on the server's state, always in view. */
export function StatusPill() {
  const readiness = useReadiness();
  useRecheck();
  return (
    <p role="status" className="flex min-w-0 items-center gap-2 text-xs text-ink-soft">
      <span
        aria-hidden="true"
        className={`size-2 shrink-0 rounded-full ${dots[readiness.state]}`}
      />
      <span className="truncate">{describe(readiness)}</span>
    </p>
  );
}

function describe(readiness: Readiness): string {
  switch (readiness.state) {
    case 'asking':
      return 'Asking the server';
    case 'ready':
      return 'Ready';
    case 'unreachable':
      return 'Server not reachable';
    case 'not-ready':
      return readiness.progress === undefined
        ? readiness.message
        : `Loading the model: ${Math.floor(readiness.progress * 100)} %`;
    default:
      return readiness satisfies never;
  }
}
