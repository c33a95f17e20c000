import { formatPatterns } from './text/formats.ts';
import { isSchema, isSchemaObject, typeNames } from './schema.ts';

/** What the value of a keyword must be: a test, in words, and where the subschemas are in it. */
export interface KeywordRule {
  readonly expected: string;
  readonly accepts: (value: unknown) => boolean;
  readonly subschemas?: 'one' | 'list' | 'map' | 'one or list' | 'schemas in map';
}

const isCount = (value: unknown) => Number.isSafeInteger(value) && Number(value) >= 0;
const isNumber = (value: unknown) => Number.isFinite(value);
const isString = (value: unknown) => typeof value === 'string';
const isStrings = (value: unknown) => Array.isArray(value) && value.every(isString);

const isType = (value: unknown) => typeNames.includes(String(value)) && isString(value);

const count: KeywordRule = { expected: 'a non-negative integer', accepts: isCount };
const number: KeywordRule = { expected: 'a number', accepts: isNumber };
const limit: KeywordRule = {
  expected: 'a number',
  // Draft 4 says with a boolean whether the bound itself is left out.
  accepts: (value) => isNumber(value) || typeof value === 'boolean',
};
const schema: KeywordRule = {
  expected: 'a schema',
  accepts: isSchema,
  subschemas: 'one',
};
const schemas: KeywordRule = {
  expected: 'a list of schemas that is not empty',
  accepts: (value) => Array.isArray(value) && value.length > 0 && value.every(isSchema),
  subschemas: 'list',
};
const schemaMap: KeywordRule = {
  expected: 'an object of schemas',
  accepts: (value) => isSchemaObject(value) && Object.values(value).every(isSchema),
  subschemas: 'map',
};
const anything: KeywordRule = { expected: 'anything', accepts: () => true };

/** Keywords that say nothing about what is valid. */
const annotations = [
  '$schema',
  '$id',
  'id',
  '$comment',
  '$anchor',
  'title',
  'description',
  'default',
  'example',
  'examples',
  'deprecated',
  'readOnly',
  'writeOnly',
  'contentMediaType',
  'contentEncoding',
  '$defs',
  'definitions',
];

/** Keywords of some draft or dialect that change what is valid and cannot be enforced. */
export const unenforceableKeywords: ReadonlySet<string> = new Set([
  '$dynamicRef',
  '$recursiveRef',
  'contains',
  'minContains',
  'maxContains',
  'contentSchema',
  'disallow',
  'discriminator',
  'divisibleBy',
  'extends',
  'formatMaximum',
  'formatMinimum',
  'nullable',
  'unevaluatedItems',
  'unevaluatedProperties',
]);

/** Every keyword that means something, and what its value must be. */
export const keywordRules: ReadonlyMap<string, KeywordRule> = new Map([
  ...annotations.map((name) => [name, anything] as const),
  ['$ref', { expected: 'a string', accepts: isString }],
  [
    'type',
    {
      expected: `one of ${typeNames.map((name) => `'${name}'`).join(', ')}, or a list of them`,
      accepts: (value: unknown) =>
        isType(value) ||
        (Array.isArray(value) && value.length > 0 && value.every(isType)),
    },
  ],
  [
    'enum',
    {
      expected: 'a list that is not empty',
      accepts: (value: unknown) => Array.isArray(value) && value.length > 0,
    },
  ],
  ['const', anything],
  ['minimum', number],
  ['maximum', number],
  ['exclusiveMinimum', limit],
  ['exclusiveMaximum', limit],
  [
    'multipleOf',
    {
      expected: 'a positive number',
      accepts: (value: unknown) => isNumber(value) && Number(value) > 0,
    },
  ],
  ['minLength', count],
  ['maxLength', count],
  ['pattern', { expected: 'a regular expression', accepts: isString }],
  [
    'format',
    {
      expected: `one of ${Object.keys(formatPatterns)
        .map((name) => `'${name}'`)
        .join(', ')}`,
      accepts: isString,
    },
  ],
  [
    'items',
    {
      expected: 'a schema',
      accepts: (value: unknown) =>
        isSchema(value) || (Array.isArray(value) && value.every(isSchema)),
      subschemas: 'one or list',
    },
  ],
  ['prefixItems', schemas],
  ['additionalItems', schema],
  ['minItems', count],
  ['maxItems', count],
  [
    'uniqueItems',
    { expected: 'a boolean', accepts: (value) => typeof value === 'boolean' },
  ],
  ['properties', schemaMap],
  ['patternProperties', schemaMap],
  ['additionalProperties', schema],
  ['propertyNames', schema],
  ['required', { expected: 'a list of names', accepts: isStrings }],
  ['minProperties', count],
  ['maxProperties', count],
  [
    'dependentRequired',
    {
      expected: 'an object of lists of names',
      accepts: (value: unknown) =>
        isSchemaObject(value) && Object.values(value).every(isStrings),
    },
  ],
  ['dependentSchemas', schemaMap],
  [
    'dependencies',
    {
      expected: 'an object of schemas or lists of names',
      accepts: (value: unknown) =>
        isSchemaObject(value) &&
        Object.values(value).every((entry) => isStrings(entry) || isSchema(entry)),
      subschemas: 'schemas in map',
    },
  ],
  ['allOf', schemas],
  ['anyOf', schemas],
  ['oneOf', schemas],
  ['not', schema],
  ['if', schema],
  ['then', schema],
  ['else', schema],
] as const satisfies readonly (readonly [string, KeywordRule])[]);

/** Keywords that do nothing to the value where they stand, as far as they are taken. */
export const annotationKeywords: ReadonlySet<string> = new Set(annotations);

/** Formats of numbers that mean a range, or nothing at all. */
export const numberFormats: Readonly<
  Record<string, { readonly minimum: number; readonly maximum: number } | undefined>
> = {
  int32: { minimum: -(2 ** 31), maximum: 2 ** 31 - 1 },
  int64: { minimum: -(2 ** 63), maximum: 2 ** 63 - 1024 },
  float: undefined,
  double: undefined,
};
