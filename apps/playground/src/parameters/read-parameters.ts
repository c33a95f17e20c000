import type { ParameterName, ParameterValues } from '../wire/chat-wire.ts';
import { allParameters, type Parameter } from './parameter.ts';

/** What the user typed, by wire name. A name left out, or blank, is not set. */
export type ParameterTexts = Readonly<Partial<Record<ParameterName, string>>>;

interface ParameterFault {
  readonly parameter: Parameter;
  readonly message: string;
}

export interface ReadParameters {
  readonly values: ParameterValues;
  readonly faults: readonly ParameterFault[];
}

const integer = /^[+-]?\d+$/;
const number = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/**
 * Reads the typed texts as numbers. Whether a number makes sense is for the server to say:
 * its answer to a wrong one is part of what this page shows.
 */
export function readParameters(texts: ParameterTexts): ReadParameters {
  const values: { -readonly [name in ParameterName]?: number } = {};
  const faults: ParameterFault[] = [];
  for (const parameter of allParameters) {
    const text = texts[parameter.name]?.trim() ?? '';
    if (text === '') continue;
    const fault = faultOf(parameter, text);
    if (fault === undefined) values[parameter.name] = Number(text);
    else faults.push({ parameter, message: fault });
  }
  return { values, faults };
}

function faultOf({ label, kind }: Parameter, text: string): string | undefined {
  if (kind === 'number')
    return number.test(text) ? undefined : `${label} must be a number.`;
  if (!integer.test(text)) return `${label} must be a whole number.`;
  // JSON would round it silently, and the server would get another number than shown.
  if (!Number.isSafeInteger(Number(text)))
    return `${label} is too large for a browser to send.`;
  return undefined;
}
