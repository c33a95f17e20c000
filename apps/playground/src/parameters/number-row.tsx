import { useId, type KeyboardEvent } from 'react';
import type { Variant } from '../board/board.ts';
import { Icon } from '../controls/icon.tsx';
import { setParameter } from './change-parameter.ts';
import type { Parameter } from './parameter.ts';
import { SetMark } from './set-mark.tsx';
import { stepText } from './step-text.ts';

interface NumberRowProps {
  readonly variant: Variant;
  readonly parameter: Parameter;
  readonly fault: string | undefined;
  /** Called when the reader turns to the setting, by keyboard or pointer. */
  readonly onLook: () => void;
}

/** One number of the request. Empty means that the server chooses. */
export function NumberRow({ variant, parameter, fault, onLook }: NumberRowProps) {
  const id = useId();
  const text = variant.parameters[parameter.name] ?? '';
  const set = (next: string) => setParameter(variant, parameter.name, next);
  const step = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    set(stepText(parameter, text, event.key === 'ArrowUp' ? 1 : -1));
  };
  return (
    <div onFocus={onLook} onPointerEnter={onLook}>
      <div className="flex items-center gap-2">
        <label htmlFor={id} className="flex min-w-0 flex-1 items-center gap-2 py-1">
          <SetMark isSet={text.trim() !== ''} />
          <span className={text === '' ? 'text-ink-soft' : 'font-medium'}>
            {parameter.label}
          </span>
        </label>
        <div className="relative">
          <input
            id={id}
            inputMode="decimal"
            autoComplete="off"
            placeholder="default"
            value={text}
            onChange={(event) => set(event.target.value)}
            onKeyDown={step}
            aria-invalid={fault !== undefined}
            aria-describedby={`${id}-help`}
            className="h-7 w-25 rounded-md border border-line bg-paper pr-6 pl-2 font-mono text-xs transition-colors placeholder:font-sans placeholder:text-2xs hover:border-line-strong aria-invalid:border-bad"
          />
          {text !== '' && (
            <button
              type="button"
              aria-label={`Leave ${parameter.label} to the server`}
              onClick={() => set('')}
              className="absolute inset-y-0 right-0 grid w-6 place-items-center text-ink-faint hover:text-ink"
            >
              <Icon name="close" className="size-3" />
            </button>
          )}
        </div>
      </div>
      {fault && <p className="pl-3.5 text-xs text-bad">{fault}</p>}
      <p id={`${id}-help`} className="sr-only">
        {parameter.help}
      </p>
    </div>
  );
}
