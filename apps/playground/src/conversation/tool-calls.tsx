import { useId, useState } from 'react';
import { Button } from '../controls/button.tsx';
import type { WireToolCall } from '../wire/chat-wire.ts';

interface ToolCallsProps {
  readonly calls: readonly WireToolCall[];
  /** Left out while the answer is being written, and once there is a later turn. */
  readonly onResults: ((results: readonly string[]) => void) | undefined;
}

/** The tools that an answer calls; what they give back is for the reader to write. */
export function ToolCalls({ calls, onResults }: ToolCallsProps) {
  const [results, setResults] = useState<readonly string[]>([]);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onResults?.(calls.map((_, at) => results[at] ?? ''));
      }}
      className="flex flex-col gap-2"
    >
      {calls.map((call, at) => (
        <ToolCallCard
          // Calls only ever grow at the end.
          key={call.id}
          call={call}
          result={onResults && (results[at] ?? '')}
          onChange={(text) =>
            setResults(
              calls.map((_, place) => (place === at ? text : (results[place] ?? ''))),
            )
          }
        />
      ))}
      {onResults && (
        <Button look="send" type="submit" icon="run" className="w-fit">
          {calls.length === 1 ? 'Send result' : 'Send results'}
        </Button>
      )}
    </form>
  );
}

interface ToolCallCardProps {
  readonly call: WireToolCall;
  readonly result: string | undefined;
  readonly onChange: (text: string) => void;
}

function ToolCallCard({ call, result, onChange }: ToolCallCardProps) {
  const id = useId();
  const { name, arguments: written } = call.function;
  return (
    <section
      aria-label={`Call of ${name}`}
      className="rounded-lg border border-in-line bg-in-tint px-4 py-3"
    >
      <p className="font-mono text-xs wrap-anywhere whitespace-pre-wrap">
        <span className="font-semibold">{name}</span>({written})
      </p>
      {result !== undefined && (
        <>
          <label htmlFor={id} className="mt-2 block text-xs text-ink-soft">
            Result of {name}
          </label>
          <textarea
            id={id}
            rows={1}
            value={result}
            placeholder="What your function gives back, such as 21 degrees and sunny"
            onChange={(event) => onChange(event.target.value)}
            className="mt-1 block max-h-40 w-full resize-none field-sizing-content rounded-md border border-line bg-paper px-2 py-1 font-mono text-xs"
          />
        </>
      )}
    </section>
  );
}
