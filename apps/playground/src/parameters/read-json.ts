import type { WireFormat, WireTools } from '../wire/chat-wire.ts';

/** What was typed, read as JSON: nothing, a value, or in words why it is neither. */
export interface ReadJson<T> {
  readonly value?: T;
  readonly fault?: string;
}

/** Tools as the wire has them, a list or a single one. */
export function readTools(text: string): ReadJson<WireTools> {
  return read(
    text,
    'Tools',
    (value) =>
      // Whether they are tools is for the server to say: its answer is part of what is shown.
      (Array.isArray(value) ? value : [value]) as WireTools,
  );
}

/** The form of the answer that a JSON Schema asks for. */
export function readFormat(text: string): ReadJson<WireFormat> {
  return read(text, 'The JSON Schema', (schema) => ({
    type: 'json_schema',
    json_schema: { name: 'answer', schema: schema as Record<string, unknown> },
  }));
}

function read<T>(text: string, label: string, use: (value: object) => T): ReadJson<T> {
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return { value: use(value) };
  } catch {
    // The same is wrong with it for whoever typed it.
  }
  return { fault: `${label} must be JSON.` };
}
