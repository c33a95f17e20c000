import { WireError } from '../errors/wire-error.ts';
import { isRecord } from '../is-record.ts';
import { bounds, typeNames } from '../json-schema/schema.ts';

/** Alternatives grow with the square of it. */
const maxProperties = 500;
const maxDepth = 64;

type Schema = Readonly<Record<string, unknown>>;

/**
 * Refuses parameters that no call could ever fit, or that would take the engine too long.
 *
 * @param param path of the schema in the request
 * @throws WireError
 */
export function requireUsableParameters(schema: Schema | undefined, param: string): void {
  if (schema === undefined) return;
  const { type } = schema;
  if (type !== undefined && type !== 'object')
    throw unusable(
      param,
      `schema must be a JSON Schema of 'type: "object"', got 'type: ${JSON.stringify(type)}'.`,
    );
  requireUsable(schema, param, '#', 0);
}

function requireUsable(schema: unknown, param: string, at: string, depth: number): void {
  if (depth > maxDepth) throw unusable(param, `at ${at}: nested too deeply.`);
  if (Array.isArray(schema)) {
    for (const [index, item] of schema.entries())
      requireUsable(item, param, `${at}/${index}`, depth + 1);
    return;
  }
  if (!isRecord(schema)) return;
  requireKnownType(schema, param, at);
  for (const [low, high] of bounds) {
    const [least, most] = [schema[low], schema[high]];
    if (typeof least === 'number' && typeof most === 'number' && least > most)
      throw unusable(param, `at ${at}: '${low}' is above '${high}'.`);
  }
  const { properties } = schema;
  if (isRecord(properties)) {
    if (Object.keys(properties).length > maxProperties)
      throw unusable(param, `at ${at}: more than ${maxProperties} properties.`);
    for (const [name, property] of Object.entries(properties))
      requireUsable(property, param, `${at}/properties/${name}`, depth + 1);
  }
  for (const keyword of subschemas)
    if (schema[keyword] !== undefined)
      requireUsable(schema[keyword], param, `${at}/${keyword}`, depth + 1);
}

const subschemas = [
  'items',
  'prefixItems',
  'additionalProperties',
  'anyOf',
  'oneOf',
  'allOf',
];

function requireKnownType({ type }: Schema, param: string, at: string): void {
  for (const name of [type ?? []].flat())
    if (typeof name === 'string' && !typeNames.includes(name))
      throw unusable(param, `at ${at}: '${name}' is not a type of JSON Schema.`);
}

function unusable(param: string, reason: string): WireError {
  return new WireError(`Invalid schema for '${param}': ${reason}`, {
    param,
    code: 'invalid_function_parameters',
  });
}
