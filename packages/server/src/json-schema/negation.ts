import type { References } from './references.ts';
import {
  isSchema,
  type Schema,
  type SchemaObject,
  schemaList,
  schemasOf,
} from './schema.ts';

/** The schema that must not hold. */
export const negationKeyword = Symbol('not this schema');
/** Values that must not be. */
export const otherValuesKeyword = Symbol('none of these values');
/** Patterns that must not be found in a text. */
export const otherPatternsKeyword = Symbol('none of these patterns');

const negations = new WeakMap<SchemaObject, SchemaObject>();

/** A schema that holds only where the other one does not. */
export function negationOf(schema: Schema): Schema {
  if (typeof schema === 'boolean') return !schema;
  let negation = negations.get(schema);
  if (negation === undefined)
    negations.set(schema, (negation = { [negationKeyword]: schema }));
  return negation;
}

const known = new WeakMap<SchemaObject, readonly Schema[]>();

/**
 * The ways in which a schema can fail to hold. A way that no grammar can be made of is left out:
 * what is left may be less than the negation, and is never more.
 */
export function waysToFail(schema: Schema, references: References): readonly Schema[] {
  if (typeof schema === 'boolean') return schema ? [] : [true];
  let ways = known.get(schema);
  if (ways === undefined) {
    ways = [
      ...waysOfCombinations(schema, references),
      ...waysOfValues(schema),
      ...waysOfNumbers(schema),
      ...waysOfTexts(schema),
      ...waysOfArrays(schema),
      ...waysOfObjects(schema),
    ];
    known.set(schema, ways);
  }
  return ways;
}

function* waysOfCombinations(
  schema: SchemaObject,
  references: References,
): Generator<Schema> {
  const { $ref: reference, not, allOf, anyOf, oneOf } = schema;
  if (typeof reference === 'string')
    yield negationOf(references.resolve(reference, []).schema);
  if (isSchema(not)) yield not;
  const own = schema[negationKeyword];
  if (isSchema(own)) yield own;
  yield* schemaList(allOf).map(negationOf);
  if (anyOf !== undefined) yield { allOf: schemaList(anyOf).map(negationOf) };
  const exclusive = schemaList(oneOf);
  if (exclusive.length === 0) return;
  yield { allOf: exclusive.map(negationOf) };
  for (const [index, first] of exclusive.entries())
    for (const second of exclusive.slice(index + 1)) yield { allOf: [first, second] };
}

const types = ['null', 'boolean', 'string', 'array', 'object'];

function* waysOfValues(schema: SchemaObject): Generator<Schema> {
  const { type } = schema;
  if (type !== undefined) {
    const named = new Set([type].flat());
    // A number that is no integer is left out: few mean it.
    const others = types.filter((name) => !named.has(name));
    if (!named.has('number') && !named.has('integer')) others.push('number');
    if (others.length > 0) yield { type: others };
  }
  if (Array.isArray(schema['enum'])) yield { [otherValuesKeyword]: schema['enum'] };
  if ('const' in schema) yield { [otherValuesKeyword]: [schema['const']] };
}

function* waysOfNumbers(schema: SchemaObject): Generator<Schema> {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
  const type = 'number';
  if (typeof minimum === 'number')
    yield exclusiveMinimum === true
      ? { type, maximum: minimum }
      : { type, exclusiveMaximum: minimum };
  if (typeof maximum === 'number')
    yield exclusiveMaximum === true
      ? { type, minimum: maximum }
      : { type, exclusiveMinimum: maximum };
  if (typeof exclusiveMinimum === 'number') yield { type, maximum: exclusiveMinimum };
  if (typeof exclusiveMaximum === 'number') yield { type, minimum: exclusiveMaximum };
}

function* waysOfTexts({
  minLength,
  maxLength,
  pattern,
}: SchemaObject): Generator<Schema> {
  const type = 'string';
  if (typeof minLength === 'number' && minLength > 0)
    yield { type, maxLength: minLength - 1 };
  if (typeof maxLength === 'number') yield { type, minLength: maxLength + 1 };
  if (typeof pattern === 'string') yield { type, [otherPatternsKeyword]: [pattern] };
}

function* waysOfArrays({ minItems, maxItems }: SchemaObject): Generator<Schema> {
  const type = 'array';
  if (typeof minItems === 'number' && minItems > 0)
    yield { type, maxItems: minItems - 1 };
  if (typeof maxItems === 'number') yield { type, minItems: maxItems + 1 };
}

function* waysOfObjects(schema: SchemaObject): Generator<Schema> {
  const { required, properties, minProperties, maxProperties } = schema;
  const type = 'object';
  if (Array.isArray(required))
    for (const name of required as string[])
      yield { type, properties: { [name]: false } };
  for (const [name, inner] of schemasOf(properties))
    yield { type, required: [name], properties: { [name]: negationOf(inner) } };
  if (typeof minProperties === 'number' && minProperties > 0)
    yield { type, maxProperties: minProperties - 1 };
  if (typeof maxProperties === 'number') yield { type, minProperties: maxProperties + 1 };
}
