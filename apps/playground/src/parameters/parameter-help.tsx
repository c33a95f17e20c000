import type { Parameter } from './parameter.ts';

/**
 * Explains the setting the reader turned to last. It has a place of its own, for a text that
 * came and went between the fields would move them from under the pointer.
 */
export function ParameterHelp({ parameter }: { parameter: Parameter | undefined }) {
  return (
    <div
      // Each field is described to screen readers where it stands.
      aria-hidden="true"
      className="min-h-23 shrink-0 border-t border-line px-4 py-3 text-xs text-ink-soft"
    >
      {parameter ? (
        <>
          <p className="font-medium">
            {parameter.label}{' '}
            <code className="font-mono text-2xs font-normal text-ink-faint">
              {parameter.name}
            </code>
          </p>
          <p className="pt-0.5">{parameter.help}</p>
        </>
      ) : (
        <p>An empty field leaves the choice to the server: nothing is sent for it.</p>
      )}
    </div>
  );
}
