import { useId } from 'react';
import { changeVariant } from '../board/board-store.ts';
import type { Variant } from '../board/board.ts';

/** The system message of a column, written where it stands in the conversation: first. */
export function SystemPrompt({ variant }: { variant: Variant }) {
  const id = useId();
  return (
    <div className="flex items-baseline gap-3 border-b border-line pb-3">
      <label htmlFor={id} className="text-xs font-medium text-ink-faint">
        System prompt
      </label>
      <textarea
        id={id}
        rows={1}
        value={variant.systemPrompt}
        placeholder="None. Say here how the model should behave."
        onChange={(event) =>
          changeVariant(variant.id, { systemPrompt: event.target.value })
        }
        className="-my-1 max-h-40 min-w-0 flex-1 resize-none field-sizing-content rounded-md px-2 py-1 hover:bg-sunken focus:bg-sunken"
      />
    </div>
  );
}
