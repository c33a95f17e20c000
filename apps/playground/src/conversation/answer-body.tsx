import { ToggleGroup } from '@base-ui/react/toggle-group';
import { Toggle } from '@base-ui/react/toggle';
import { useState } from 'react';
import { LazyAnswerText } from '../markdown/lazy-answer-text.tsx';
import { TokenView } from '../tokens/token-view.tsx';
import { isRunning, type Run } from '../wire/run.ts';

type View = 'text' | 'tokens';

/** What the model wrote: its reasoning, then its answer as text or token by token. */
export function AnswerBody({ run }: { run: Run }) {
  const [view, setView] = useState<View>('text');
  const hasTokens = run.tokens.length > 0;
  const growing = isRunning(run);
  return (
    <>
      {run.reasoning !== '' && (
        <details
          open={run.text === ''}
          className="rounded-lg border border-line px-4 py-2"
        >
          <summary className="text-xs font-medium text-ink-soft">Reasoning</summary>
          <p className="py-2 leading-relaxed wrap-anywhere whitespace-pre-wrap text-ink-soft">
            {run.reasoning}
          </p>
        </details>
      )}
      {hasTokens && (
        <ToggleGroup
          aria-label="Show the answer as"
          value={[view]}
          onValueChange={([next]) => next && setView(next)}
          className="flex w-fit gap-0.5 rounded-md bg-sunken p-0.5"
        >
          <ViewToggle value="text" label="Text" />
          <ViewToggle value="tokens" label="Tokens" />
        </ToggleGroup>
      )}
      {hasTokens && view === 'tokens' ? (
        <TokenView tokens={run.tokens} />
      ) : (
        run.text !== '' && <LazyAnswerText text={run.text} growing={growing} />
      )}
    </>
  );
}

function ViewToggle({ value, label }: { value: View; label: string }) {
  return (
    <Toggle
      value={value}
      className="rounded px-2.5 py-0.5 text-xs text-ink-soft data-pressed:bg-paper data-pressed:font-medium data-pressed:text-ink data-pressed:shadow-sm"
    >
      {label}
    </Toggle>
  );
}
