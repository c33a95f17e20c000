import type { Variant } from './board.ts';

/** A, B, C… */
export function columnName(at: number): string {
  return String.fromCodePoint(65 + at);
}

/** What a column asks differently from leaving everything to the server, in a few words. */
export function describeColumn(variant: Variant): string {
  const { model, parameters, systemPrompt, tools, schema } = variant;
  const set = Object.entries(parameters).map(([name, text]) => `${name} ${text}`);
  const words = [
    model ?? '',
    ...set,
    systemPrompt.trim() === '' ? '' : 'system prompt',
    tools.trim() === '' ? '' : 'tools',
    schema.trim() === '' ? '' : 'JSON Schema',
  ];
  return words.filter((word) => word !== '').join(', ') || 'all left to the server';
}
