import { useEffect, useRef } from 'react';
import { setDraft } from '../board/board-store.ts';
import { useBoard } from '../board/use-board.ts';
import { Button } from '../controls/button.tsx';
import { isApple } from '../controls/platform.ts';

interface ComposerProps {
  readonly isRunning: boolean;
  /** Why nothing can be run now, or undefined if it can. */
  readonly obstacle: string | undefined;
  readonly onRun: () => void;
  readonly onStop: () => void;
}

/** Where prompts are written. */
export function Composer({ isRunning, obstacle, onRun, onStop }: ComposerProps) {
  const draft = useBoard((board) => board.draft);
  const field = useRef<HTMLTextAreaElement>(null);
  const isEmpty = draft === '';
  // An example that was put in is there to be changed and sent.
  useEffect(() => {
    if (!isEmpty) field.current?.focus();
  }, [isEmpty]);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onRun();
      }}
      className="rounded-xl border border-line-strong bg-paper shadow-popup focus-within:border-ink-faint"
    >
      <textarea
        ref={field}
        aria-label="Prompt"
        rows={2}
        value={draft}
        placeholder="Write a prompt"
        onChange={(event) => setDraft(event.target.value)}
        className="block max-h-60 w-full resize-none field-sizing-content rounded-t-xl px-4 pt-3 pb-1 text-[0.9375rem] leading-relaxed outline-none"
      />
      <div className="flex items-center gap-3 px-2.5 pb-2.5">
        <p className="min-w-0 flex-1 px-1.5 text-xs text-ink-faint">
          {obstacle ??
            (isRunning ? 'Esc stops the answer.' : `${runKeys} runs the prompt.`)}
        </p>
        {isRunning ? (
          <Button look="stop" icon="stop" onClick={onStop}>
            Stop
          </Button>
        ) : (
          <Button
            look="send"
            icon="run"
            type="submit"
            disabled={obstacle !== undefined || draft.trim() === ''}
          >
            Run
          </Button>
        )}
      </div>
    </form>
  );
}

const runKeys = isApple ? '⌘ Enter' : 'Ctrl Enter';
