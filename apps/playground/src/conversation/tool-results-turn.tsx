/** What was given back to the calls of the answer before. */
export function ToolResultsTurn({ results }: { results: readonly string[] }) {
  return (
    <article
      aria-label="You gave back"
      className="rounded-lg border border-out-line bg-out-tint px-4 py-3"
    >
      <h3 className="text-2xs font-semibold text-ink-faint">
        {results.length === 1 ? 'Result of the tool' : 'Results of the tools'}
      </h3>
      <p className="font-mono text-xs wrap-anywhere whitespace-pre-wrap">
        {results.map((result) => (result === '' ? '(nothing)' : result)).join('\n')}
      </p>
    </article>
  );
}
