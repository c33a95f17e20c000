import type { Header } from '../wire/run.ts';

/** Headers as they stand on the wire, a line each. */
export function HeaderLines({ headers }: { headers: readonly Header[] }) {
  return (
    <dl className="font-mono text-xs leading-relaxed">
      {headers.map(([name, value]) => (
        <div key={name} className="flex gap-2">
          <dt className="shrink-0 text-ink-faint">{name}:</dt>
          <dd className="min-w-0 wrap-anywhere text-ink-soft">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
