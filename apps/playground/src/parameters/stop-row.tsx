import { useId } from 'react';
import { changeVariant } from '../board/board-store.ts';
import type { Variant } from '../board/board.ts';
import { SetMark } from './set-mark.tsx';

/** Texts that end the answer. */
export function StopRow({ variant }: { variant: Variant }) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="flex items-center gap-2 py-1">
        <SetMark isSet={variant.stopLines.trim() !== ''} />
        <span className={variant.stopLines === '' ? 'text-ink-soft' : 'font-medium'}>
          Stop texts
        </span>
      </label>
      <textarea
        id={id}
        rows={1}
        spellCheck={false}
        placeholder="none"
        value={variant.stopLines}
        onChange={(event) => changeVariant(variant.id, { stopLines: event.target.value })}
        aria-describedby={`${id}-help`}
        className="block max-h-32 w-full resize-none field-sizing-content rounded-md border border-line bg-paper px-2 py-1 font-mono text-xs placeholder:font-sans placeholder:text-2xs hover:border-line-strong"
      />
      <p id={`${id}-help`} className="pt-1 text-xs text-ink-faint">
        One a line; write <code className="font-mono">\n</code> for a line break.
      </p>
    </div>
  );
}
