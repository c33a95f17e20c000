import { isRecord } from '../is-record.ts';

/** A JSON Schema: an object of keywords, or true or false. */
export type Schema = boolean | SchemaObject;

export interface SchemaObject {
  readonly [keyword: string]: unknown;
  /** What only the converter itself says (negation.ts). */
  readonly [own: symbol]: unknown;
}

export function isSchema(value: unknown): value is Schema {
  return typeof value === 'boolean' || isSchemaObject(value);
}

export function isSchemaObject(value: unknown): value is SchemaObject {
  return isRecord(value);
}

export const typeNames = [
  'null',
  'boolean',
  'integer',
  'number',
  'string',
  'array',
  'object',
];

/** Keywords whose values nothing lies between if the first is above the second. */
export const bounds = [
  ['minLength', 'maxLength'],
  ['minItems', 'maxItems'],
  ['minProperties', 'maxProperties'],
  ['minimum', 'maximum'],
] as const;

/** Names and indices from the root of a document to a place in it. */
export type SchemaPath = readonly (string | number)[];

/** Why a schema is not taken: a sentence, and where in the schema. */
export class SchemaFault extends Error {
  override readonly name = 'SchemaFault';
  readonly path: SchemaPath;

  constructor(message: string, path: SchemaPath = []) {
    super(message);
    this.path = path;
  }
}

/** The names of an object's own entries, and their values, where there is such an object. */
export function entriesOf(value: unknown): [string, unknown][] {
  return isSchemaObject(value) ? Object.entries(value) : [];
}

/** A keyword's subschemas by name. */
export function schemasOf(value: unknown): [string, Schema][] {
  return entriesOf(value).filter((entry): entry is [string, Schema] =>
    isSchema(entry[1]),
  );
}

export function schemaList(value: unknown): Schema[] {
  return Array.isArray(value) ? value.filter(isSchema) : [];
}
