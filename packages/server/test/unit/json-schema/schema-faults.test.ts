import { describe, expect, test } from 'vitest';
import { compileSchema } from '../../../src/json-schema/compile-schema.ts';

function faultOf(schema: unknown, isStrict = false): string {
  const compiled = compileSchema({ schema: JSON.stringify(schema), isStrict });
  return compiled.kind === 'fault' ? `${compiled.context} ${compiled.message}` : 'none';
}

function inProperty(schema: unknown): unknown {
  return { type: 'object', properties: { age: schema } };
}

/** A schema with so many levels. */
function nested(depth: number): unknown {
  let schema: unknown = { type: 'string' };
  for (let level = 0; level < depth; level++) schema = { properties: { a: schema } };
  return schema;
}

describe('a schema is refused with keyword and place', () => {
  test.each([
    ['contains', { contains: {} }, "'contains' is not permitted"],
    ['unevaluatedProperties', { unevaluatedProperties: false }, 'is not permitted'],
    ['nullable', { type: 'string', nullable: true }, "'nullable' is not permitted"],
    ['a misspelt keyword', { minLenght: 1 }, "Did you mean 'minLength'?"],
    [
      'uniqueItems',
      { type: 'array', uniqueItems: true },
      "'uniqueItems' is not permitted",
    ],
    ['an unknown type', { type: 'banana' }, "'type' must be one of"],
    ['an unknown format', { format: 'phone' }, "'format' must be one of"],
    ['an empty enum', { enum: [] }, "'enum' must be a list that is not empty"],
    [
      'a bad pattern',
      { pattern: '[a-' },
      "'pattern' \"[a-\" is not permitted: it lacks a ']'",
    ],
    [
      'bounds of length',
      { minLength: 5, maxLength: 2 },
      "'minLength' (5) is greater than 'maxLength' (2)",
    ],
    ['bounds of numbers', { minimum: 2, maximum: 1 }, "'minimum' (2) is greater than"],
    ['bounds of items', { minItems: 2, maxItems: 1 }, "'minItems' (2) is greater than"],
    [
      'a required property that is forbidden',
      { required: ['b'], properties: {}, additionalProperties: false },
      "'required' names 'b'",
    ],
    [
      'a missing reference',
      { $ref: '#/$defs/none' },
      'which was not found in the schema',
    ],
    [
      'a remote reference',
      { $ref: 'https://example.com/a' },
      'is not to a place in this',
    ],
    ['a number for a schema', { items: 5 }, "'items' must be a schema, got 5"],
  ])('%s', (_name, schema, words) => {
    const fault = faultOf(inProperty(schema));
    expect(fault).toContain("('properties', 'age') ");
    expect(fault).toContain(words);
  });

  test('a reference to itself inside allOf', () => {
    expect(faultOf({ allOf: [{ $ref: '#' }] })).toContain(
      "'$ref' refers to the schema that it is part of",
    );
    const mutual = {
      a: { allOf: [{ $ref: '#/$defs/b' }] },
      b: { anyOf: [{ $ref: '#/$defs/a' }] },
    };
    expect(faultOf({ $ref: '#/$defs/a', $defs: mutual })).toContain('that it is part of');
  });

  test('more levels than the limit, however many', () => {
    expect(faultOf(nested(100))).toBe('none');
    expect(faultOf(nested(101))).toContain('101 levels of nesting exceeds limit of 100');
    const text = `${'{"properties":{"a":'.repeat(100_000)}true${'}}'.repeat(100_000)}`;
    expect(compileSchema({ schema: text, isStrict: false })).toMatchObject({
      kind: 'fault',
      message: '101 levels of nesting exceeds limit of 100',
    });
  });

  test('nothing valid at all', () => {
    expect(faultOf({ type: 'string', enum: [1] })).toContain('no value is valid');
    expect(faultOf({ allOf: [{ type: 'string' }, { type: 'number' }] })).toContain(
      'no value',
    );
    expect(faultOf(false)).toContain('no value is valid');
  });
});

/** An object as OpenAI wants it. */
function strict(properties: object, more: object = {}) {
  return {
    type: 'object',
    properties,
    required: Object.keys(properties),
    additionalProperties: false,
    ...more,
  };
}

function withEnumOf(count: number) {
  return strict({
    a: { enum: Array.from({ length: count }, (_, index) => `v${index}`) },
  });
}

function strictlyNested(depth: number): unknown {
  return depth === 0 ? { type: 'string' } : strict({ a: strictlyNested(depth - 1) });
}

describe("a strict schema follows OpenAI's rules", () => {
  test.each([
    [
      'no object',
      { type: 'array', items: {} },
      `() schema must be a JSON Schema of 'type: "object"', got 'type: "array"'`,
    ],
    [
      'no type',
      {},
      `() schema must be a JSON Schema of 'type: "object"', got 'type: "None"'`,
    ],
    [
      'other properties',
      { type: 'object', properties: {} },
      "() 'additionalProperties' is required to be supplied and to be false",
    ],
    [
      'an optional property',
      strict({ a: { type: 'string' } }, { required: [] }),
      "() 'required' is required to be supplied and to be an array including every key in properties. Missing 'a'",
    ],
    [
      'a keyword OpenAI does not take',
      strict({ a: { type: 'string', not: { const: 'b' } } }),
      "('properties', 'a') 'not' is not permitted",
    ],
    [
      'no type inside',
      strict({ a: {} }),
      "('properties', 'a') schema must have a 'type' key",
    ],
  ])('%s', (_name, schema, words) => {
    expect(faultOf(schema, true)).toBe(words);
  });

  test('limits at their edge', () => {
    expect(faultOf(withEnumOf(1000), true)).toBe('none');
    expect(faultOf(withEnumOf(1001), true)).toContain('more than 1000 enum values');
    expect(faultOf(strictlyNested(10), true)).toBe('none');
    expect(faultOf(strictlyNested(11), true)).toContain(
      '11 levels of nesting exceeds limit of 10',
    );
  });
});
