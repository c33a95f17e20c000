import { useState } from 'react';
import type { Turn } from '../board/board.ts';
import { Button } from '../controls/button.tsx';
import { CopyButton } from '../controls/copy-button.tsx';
import { IconButton } from '../controls/icon-button.tsx';

interface UserTurnProps {
  readonly turn: Turn;
  /** Turns that come after this one, and would go if it were asked anew. */
  readonly numLater: number;
  readonly onResend: (prompt: string) => void;
}

export function UserTurn({ turn, numLater, onResend }: UserTurnProps) {
  const [edited, setEdited] = useState<string>();
  if (edited !== undefined)
    return (
      <EditTurn
        text={edited}
        numLater={numLater}
        onChange={setEdited}
        onCancel={() => setEdited(undefined)}
        onResend={onResend}
      />
    );
  return (
    <article
      aria-label="You asked"
      className="group relative rounded-lg border border-out-line bg-out-tint px-4 py-3"
    >
      <p className="pr-14 text-[0.9375rem] leading-relaxed wrap-anywhere whitespace-pre-wrap">
        {turn.prompt}
      </p>
      <div className="absolute top-2 right-2 flex">
        <IconButton
          icon="edit"
          label="Edit and send again"
          onClick={() => setEdited(turn.prompt)}
        />
        <CopyButton text={turn.prompt} label="Copy prompt" />
      </div>
    </article>
  );
}

interface EditTurnProps {
  readonly text: string;
  readonly numLater: number;
  readonly onChange: (text: string) => void;
  readonly onCancel: () => void;
  readonly onResend: (text: string) => void;
}

function EditTurn({ text, numLater, onChange, onCancel, onResend }: EditTurnProps) {
  const send = () => text.trim() !== '' && onResend(text);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send();
        else if (event.key === 'Escape') onCancel();
        else return;
        // Neither key is for the prompt field below.
        event.preventDefault();
      }}
      className="rounded-lg border border-out bg-out-tint p-2"
    >
      <textarea
        aria-label="Edited prompt"
        // The reader has just asked to write here.
        autoFocus
        value={text}
        onChange={(event) => onChange(event.target.value)}
        className="block max-h-80 w-full resize-none field-sizing-content rounded-md bg-paper px-3 py-2 text-[0.9375rem] leading-relaxed"
      />
      <div className="flex flex-wrap items-center gap-2 pt-2">
        <Button look="send" type="submit" icon="run" disabled={text.trim() === ''}>
          Send again
        </Button>
        <Button look="quiet" onClick={onCancel}>
          Cancel
        </Button>
        {numLater > 0 && (
          <p className="text-xs text-ink-soft">
            {numLater === 1
              ? 'The turn after this goes.'
              : `The ${numLater} turns after this go.`}
          </p>
        )}
      </div>
    </form>
  );
}
