import { Switch } from '@base-ui/react/switch';
import { useId } from 'react';
import { changeVariant } from '../board/board-store.ts';
import type { Variant } from '../board/board.ts';
import { NumberRow } from './number-row.tsx';
import { topLogprobsParameter } from './parameter.ts';
import { SetMark } from './set-mark.tsx';

interface LogprobsRowsProps {
  readonly variant: Variant;
  readonly fault: string | undefined;
  readonly onLook: () => void;
}

/** Whether the answer comes with the probability of every token. */
export function LogprobsRows({ variant, fault, onLook }: LogprobsRowsProps) {
  const id = useId();
  return (
    <>
      <div className="flex items-center justify-between gap-2">
        <label htmlFor={id} className="flex items-center gap-2 py-1">
          <SetMark isSet={variant.logprobs} />
          <span className={variant.logprobs ? 'font-medium' : 'text-ink-soft'}>
            Ask for probabilities
          </span>
        </label>
        <Switch.Root
          id={id}
          checked={variant.logprobs}
          onCheckedChange={(logprobs) => changeVariant(variant.id, { logprobs })}
          className="flex h-5 w-9 rounded-full border border-line-strong bg-sunken p-0.5 transition-colors data-checked:border-out-fill data-checked:bg-out-fill"
        >
          <Switch.Thumb className="aspect-square h-full rounded-full bg-ink-faint transition-transform data-checked:translate-x-4 data-checked:bg-on-fill" />
        </Switch.Root>
      </div>
      {variant.logprobs && (
        <NumberRow
          variant={variant}
          parameter={topLogprobsParameter}
          fault={fault}
          onLook={onLook}
        />
      )}
    </>
  );
}
