import { Button } from '../controls/button.tsx';
import { Icon } from '../controls/icon.tsx';
import { explainFailure } from '../wire/explain-failure.ts';
import type { Failure } from '../wire/failure.ts';
import type { Run } from '../wire/run.ts';

interface FailureCardProps {
  readonly run: Run;
  readonly failure: Failure;
  readonly onRetry: (() => void) | undefined;
}

/** A failed run in words, with what the server said and what to do. */
export function FailureCard({ run, failure, onRetry }: FailureCardProps) {
  const { title, message, advice } = explainFailure(failure);
  const facts = factsOf(run, failure);
  return (
    <div role="alert" className="flex gap-3 rounded-lg bg-bad-tint px-4 py-3">
      <Icon name="warning" className="mt-0.5 text-bad" />
      <div className="flex min-w-0 flex-1 flex-col gap-1.5">
        <p className="font-semibold">{title}</p>
        {message && <p className="font-mono text-xs wrap-anywhere">{message}</p>}
        <p className="text-ink-soft">{advice}</p>
        {facts.length > 0 && (
          <p className="font-mono text-2xs text-ink-faint">{facts.join(' · ')}</p>
        )}
        {onRetry && (
          <div className="pt-1">
            <Button look="quiet" icon="again" onClick={onRetry}>
              Try again
            </Button>
          </div>
        )}
      </div>
    </div>
  );
}

/** What one would quote when asking someone for help. */
function factsOf({ head }: Run, failure: Failure): string[] {
  const requestId = head?.headers.find(([name]) => name === 'x-request-id')?.[1];
  const error = 'error' in failure ? failure.error : undefined;
  return [
    failure.kind === 'http' && `HTTP ${failure.status}`,
    error?.type,
    error?.code && `code ${error.code}`,
    error?.param && `param ${error.param}`,
    requestId && `request ${requestId}`,
  ].filter((fact): fact is string => typeof fact === 'string');
}
