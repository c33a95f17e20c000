import { setDraft } from '../board/board-store.ts';
import type { Variant } from '../board/board.ts';
import { setColumns } from '../board/columns.ts';

export interface Example {
  readonly title: string;
  /** What is to be seen. */
  readonly shows: string;
  readonly prompt: string;
  /** The settings of each column. */
  readonly columns: readonly Partial<Omit<Variant, 'id' | 'model'>>[];
}

const weatherTool = [
  {
    type: 'function',
    function: {
      name: 'get_weather',
      description: 'Weather of a place',
      parameters: {
        type: 'object',
        properties: { city: { type: 'string' } },
        required: ['city'],
      },
    },
  },
];

const personSchema = {
  type: 'object',
  properties: {
    name: { type: 'string' },
    age: { type: 'integer' },
    city: { type: 'string' },
  },
  required: ['name', 'age', 'city'],
  additionalProperties: false,
};

/** A first run, step by step; small enough for a very small model. */
export const examples: readonly Example[] = [
  {
    title: 'Chat',
    shows: 'An answer streams in, event by event.',
    prompt: 'What is samewire?',
    columns: [{ parameters: { temperature: '0' } }],
  },
  {
    title: 'Call a tool',
    shows: 'The model asks for the weather; you say what it is.',
    prompt: 'What is the weather in Rome?',
    columns: [{ parameters: { temperature: '0' }, tools: asText(weatherTool) }],
  },
  {
    title: 'Get JSON',
    shows: 'The answer keeps to a JSON Schema.',
    prompt: 'Extract the data: Mira is 31 years old and lives in Oslo.',
    columns: [{ parameters: { temperature: '0' }, schema: asText(personSchema) }],
  },
  {
    title: 'Compare',
    shows: 'One prompt, two settings, side by side.',
    prompt: 'Tell me a story about a fox named Ned.',
    columns: [
      { parameters: { temperature: '0' } },
      { parameters: { temperature: '1', seed: '7' } },
    ],
  },
];

/** Fills in prompt and settings, to be looked at, changed and run. */
export function prepareExample({ prompt, columns }: Example): void {
  setColumns(columns);
  setDraft(prompt);
}

function asText(value: object): string {
  return JSON.stringify(value, null, 2);
}
