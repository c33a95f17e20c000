/** What came of reading an answer: what it said, or how it failed. */
export interface Reading {
  readonly text?: string;
  /** The tools that were called, by name, with their arguments as JSON. */
  readonly calls?: readonly (readonly [name: string, json: string])[];
  /** The status of an answer that is an error. */
  readonly status?: number;
  /** What the client threw. */
  readonly threw?: string;
}

/** What a recording says. */
export interface Said {
  readonly text: string;
  readonly calls: readonly (readonly [name: string, json: string])[];
  /** The status, where it is an error. */
  readonly status?: number;
  /** The error that is reported under a status of 200. */
  readonly error?: string;
}

/** A reading in one form, so that spaces in arguments do not count. */
export function toReading(
  text: string,
  calls: readonly (readonly [name: string, json: string])[],
): Reading & Pick<Said, 'text' | 'calls'> {
  return { text, calls: calls.map(([name, json]) => [name, normal(json)]) };
}

function normal(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json));
  } catch {
    return json;
  }
}

const maxLength = 90;

/** How a reading differs from what was said; undefined where it does not. */
export function describeMisreading(reading: Reading, said: Said): string | undefined {
  const { threw, status, text, calls } = reading;
  if (said.status !== undefined && status === said.status) return undefined;
  if (said.error !== undefined && threw?.includes(said.error) === true) return undefined;
  if (threw !== undefined) return `throws ${firstLine(threw)}`;
  if (status !== undefined) return `throws for a status of ${status}`;
  if (said.error !== undefined || said.status !== undefined) return 'misses the error';
  if (text !== said.text)
    return text === ''
      ? 'has no text'
      : `reads the text ${JSON.stringify(text)}`.slice(0, maxLength);
  if (JSON.stringify(calls) === JSON.stringify(said.calls)) return undefined;
  if (calls?.length !== said.calls.length)
    return `reads ${calls?.length} tool calls of ${said.calls.length}`;
  return 'reads other arguments of a tool call';
}

function firstLine(text: string): string {
  const [line = ''] = text.split('\n');
  return line.length > maxLength ? `${line.slice(0, maxLength)}…` : line;
}
