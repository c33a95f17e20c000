import type { ErrorCode } from '@samewire/shared-types';
import { countCharacters } from '../count-characters.ts';
import { andList, expectedWords, gotWords, type SchemaShape } from './fault-words.ts';
import { quoted } from './wire-error.ts';

/** What the validator reports of a value that does not fit its schema. */
export interface SchemaFault {
  readonly keyword: string;
  /** JSON Pointer to the value. */
  readonly instancePath: string;
  readonly params: FaultParams;
  /** The value at fault. */
  readonly data?: unknown;
  /** The schema that holds the keyword. */
  readonly parentSchema?: SchemaShape;
  /** Set where the fault is in the name of a property. */
  readonly propertyName?: string;
}

/** What a keyword says about its fault; which of these there are depends on the keyword. */
interface FaultParams {
  readonly limit?: number;
  readonly missingProperty?: string;
  readonly additionalProperty?: string;
  readonly allowedValue?: unknown;
  readonly allowedValues?: readonly unknown[];
  readonly tag?: string;
  readonly tagValue?: unknown;
}

interface FaultWording {
  readonly code: ErrorCode;
  readonly message: string;
  /** Where the field at fault is not the value itself but a property of it. */
  readonly param?: string;
}

type FaultRule = (fault: SchemaFault, path: string) => FaultWording;

/** How a fault of each keyword is told, in OpenAI's words. */
export const faultRules: Readonly<Record<string, FaultRule>> = {
  required: ({ params }, path) => {
    const param = joinPath(path, params.missingProperty ?? '');
    const message = `Missing required parameter: '${param}'.`;
    return { code: 'missing_required_parameter', message, param };
  },
  additionalProperties: ({ params }, path) => {
    const param = joinPath(path, quoted(params.additionalProperty ?? ''));
    const message = `Unknown parameter: '${param}'.`;
    return { code: 'unknown_parameter', message, param };
  },
  type: invalidType,
  anyOf: invalidType,
  enum: ({ data, params }) => unknownWord(data, params.allowedValues ?? []),
  const: ({ data, params }) => unknownWord(data, [params.allowedValue]),
  discriminator: unknownTag,
  minimum: (fault, path) => outOfBounds(fault, path, 'below', '>='),
  exclusiveMinimum: (fault, path) => outOfBounds(fault, path, 'below', '>'),
  maximum: (fault, path) => outOfBounds(fault, path, 'above', '<='),
  minLength: (_, path) => ({
    code: 'empty_string',
    message:
      `Invalid '${path}': empty string. Expected a string with minimum length 1, ` +
      'but got an empty string instead.',
  }),
  pattern: ({ parentSchema }, path) => ({
    code: 'invalid_value',
    message:
      `Invalid '${path}': string does not match pattern. Expected a string that matches ` +
      `the pattern '${parentSchema?.pattern ?? ''}'.`,
  }),
  minItems: (_, path) => ({
    code: 'empty_array',
    message:
      `Invalid '${path}': empty array. Expected an array with minimum length 1, ` +
      'but got an empty array instead.',
  }),
  maxLength: ({ params, data }, path) => ({
    code: 'string_above_max_length',
    message:
      `Invalid '${path}': string too long. Expected a string with maximum length ` +
      `${params.limit ?? 0}, but got a string with length ${sizeOf(data)} instead.`,
  }),
  maxItems: ({ params, data }, path) => ({
    code: 'array_above_max_length',
    message:
      `Invalid '${path}': array too long. Expected an array with maximum length ` +
      `${params.limit ?? 0}, but got an array with length ${sizeOf(data)} instead.`,
  }),
  maxProperties: ({ params, data }, path) => ({
    code: 'object_above_max_properties',
    message:
      `Invalid '${path}': too many properties. Expected an object with at most ` +
      `${params.limit ?? 0} properties, but got an object with ${sizeOf(data)} ` +
      'properties instead.',
  }),
};

/** The same for faults in the name of a property. */
export const faultRulesForNames: Readonly<Record<string, FaultRule>> = {
  maxLength: ({ params, propertyName = '' }, path) => ({
    code: 'property_name_above_max_length',
    message:
      `Invalid '${path}': property name too long. Expected a property name with maximum ` +
      `length ${params.limit ?? 0}, but got a property name with length ` +
      `${sizeOf(propertyName)} instead.`,
  }),
  pattern: ({ propertyName = '' }, path) => ({
    code: 'invalid_value',
    message:
      `Invalid key in '${path}': ${quoted(propertyName)}. ` +
      'You should only be submitting non-negative integers.',
    param: joinPath(path, quoted(propertyName)),
  }),
};

/** `messages[0]` and `role` → `messages[0].role` */
export function joinPath(path: string, property: string): string {
  return path === '' ? property : `${path}.${property}`;
}

function invalidType({ parentSchema, data }: SchemaFault, path: string): FaultWording {
  const expected = expectedWords(parentSchema ?? {});
  const message = `Invalid type for '${path}': expected ${expected}, but got ${gotWords(data)} instead.`;
  return { code: 'invalid_type', message };
}

function unknownWord(value: unknown, words: readonly unknown[]): FaultWording {
  const message = `Invalid value: '${quoted(String(value))}'. Supported values are: ${andList(words)}.`;
  return { code: 'invalid_value', message };
}

function unknownTag({ params, parentSchema }: SchemaFault, path: string): FaultWording {
  const { tag = '', tagValue } = params;
  const param = joinPath(path, tag);
  const words = (parentSchema?.oneOf ?? []).map(
    ({ properties }) => properties?.[tag]?.const,
  );
  if (typeof tagValue === 'string') return { ...unknownWord(tagValue, words), param };
  const expected = expectedWords({ type: 'string' });
  const message = `Invalid type for '${param}': expected ${expected}, but got ${gotWords(tagValue)} instead.`;
  return { code: 'invalid_type', message, param };
}

function outOfBounds(
  { params, data, parentSchema }: SchemaFault,
  path: string,
  side: 'below' | 'above',
  comparison: string,
): FaultWording {
  const isInteger = [parentSchema?.type ?? []].flat().includes('integer');
  const kind = isInteger ? 'integer' : 'decimal';
  const bound = side === 'below' ? 'minimum' : 'maximum';
  return {
    code: side === 'below' ? `${kind}_below_min_value` : `${kind}_above_max_value`,
    message:
      `Invalid '${path}': ${kind} ${side} ${bound} value. Expected a value ` +
      `${comparison} ${params.limit ?? 0}, but got ${String(data)} instead.`,
  };
}

/** Characters of a text, items of a list, properties of an object. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string') return countCharacters(value);
  return Object.keys(value ?? {}).length;
}
