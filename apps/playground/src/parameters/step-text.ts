import type { Parameter } from './parameter.ts';

/** The typed number one step up or down, without the digits binary fractions add. */
export function stepText(parameter: Parameter, text: string, direction: 1 | -1): string {
  const trimmed = text.trim();
  if (trimmed === '') return String(parameter.start);
  const value = Number(trimmed);
  if (Number.isNaN(value)) return text;
  return String(Number((value + direction * parameter.step).toFixed(6)));
}
