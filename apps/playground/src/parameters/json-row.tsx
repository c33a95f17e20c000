import { useId } from 'react';
import { SetMark } from './set-mark.tsx';

interface JsonRowProps {
  readonly label: string;
  readonly help: string;
  readonly placeholder: string;
  readonly text: string;
  readonly fault: string | undefined;
  readonly onChange: (text: string) => void;
}

/** Something of the request that is written as JSON. */
export function JsonRow(props: JsonRowProps) {
  const id = useId();
  const { label, help, placeholder, text, fault, onChange } = props;
  return (
    <div>
      <label htmlFor={id} className="flex items-center gap-2 py-1">
        <SetMark isSet={text.trim() !== ''} />
        <span className={text === '' ? 'text-ink-soft' : 'font-medium'}>{label}</span>
      </label>
      <textarea
        id={id}
        rows={1}
        spellCheck={false}
        placeholder={placeholder}
        value={text}
        onChange={(event) => onChange(event.target.value)}
        aria-describedby={`${id}-help`}
        aria-invalid={fault !== undefined}
        className="block max-h-48 w-full resize-none overflow-auto field-sizing-content rounded-md border border-line bg-paper px-2 py-1 font-mono text-2xs whitespace-pre placeholder:font-sans hover:border-line-strong aria-invalid:border-bad"
      />
      <p id={`${id}-help`} className="pt-1 text-xs text-ink-faint">
        {fault ?? help}
      </p>
    </div>
  );
}
