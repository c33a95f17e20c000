import { entriesOf, type Schema, SchemaFault, type SchemaObject } from './schema.ts';
import type { PlacedSchema } from './check-schema.ts';

/** What OpenAI does not take in a strict schema, though it could be enforced here. */
const notInStrict = [
  'allOf',
  'oneOf',
  'not',
  'if',
  'then',
  'else',
  'dependencies',
  'dependentRequired',
  'dependentSchemas',
  'patternProperties',
  'propertyNames',
  'minProperties',
  'maxProperties',
  'additionalItems',
  'prefixItems',
];

/**
 * OpenAI's rules for strict schemas, in OpenAI's words: an object at the root, every property
 * required, no others, and a smaller set of keywords.
 *
 * @throws SchemaFault
 */
export function checkStrict(root: Schema, reached: readonly PlacedSchema[]): void {
  const type = typeof root === 'object' ? root['type'] : undefined;
  if (type !== 'object')
    throw new SchemaFault(
      `schema must be a JSON Schema of 'type: "object"', got 'type: "${toName(type)}"'`,
    );
  if (typeof root === 'object' && root['anyOf'] !== undefined)
    throw new SchemaFault("'anyOf' is not permitted at the root");
  for (const { schema, path } of reached) {
    if (typeof schema === 'boolean') continue;
    const fault = faultOf(schema);
    if (fault !== undefined) throw new SchemaFault(fault, path);
  }
}

function toName(type: unknown): string {
  return type === undefined ? 'None' : JSON.stringify(type).replaceAll('"', '');
}

function faultOf(schema: SchemaObject): string | undefined {
  const refused = notInStrict.find((keyword) => keyword in schema);
  if (refused !== undefined) return `'${refused}' is not permitted`;
  const hasKind = ['type', 'enum', 'const', 'anyOf', '$ref'].some((key) => key in schema);
  if (!hasKind) return "schema must have a 'type' key";
  if (![schema['type']].flat().includes('object')) return undefined;
  if (schema['additionalProperties'] !== false)
    return "'additionalProperties' is required to be supplied and to be false";
  const required = new Set(Array.isArray(schema['required']) ? schema['required'] : []);
  const names = entriesOf(schema['properties']).map(([name]) => name);
  const missing = names.find((name) => !required.has(name));
  if (missing === undefined) return undefined;
  return (
    "'required' is required to be supplied and to be an array including every key in " +
    `properties. Missing '${missing.slice(0, 100)}'`
  );
}
