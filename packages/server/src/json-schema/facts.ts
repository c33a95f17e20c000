import { numberFormats } from './keywords.ts';
import { otherPatternsKeyword, otherValuesKeyword } from './negation.ts';
import {
  isSchema,
  type Schema,
  type SchemaObject,
  schemaList,
  schemasOf,
} from './schema.ts';
import { formatPatterns } from './text/formats.ts';

const allTypes = [
  'null',
  'boolean',
  'integer',
  'fraction',
  'string',
  'array',
  'object',
] as const;

/** `number` of JSON Schema is both of `integer` and `fraction`. */
type TypeName = (typeof allTypes)[number];

/** Schemas that all hold for one value. */
export type Conjunction = readonly Schema[];

/** What one schema says about objects. */
interface ObjectRule {
  readonly properties: ReadonlyMap<string, Schema>;
  readonly patterns: readonly (readonly [pattern: string, schema: Schema])[];
  readonly additional: Schema;
}

/** What one schema says about the items of arrays. */
interface ItemsRule {
  readonly prefix: readonly Schema[];
  readonly rest: Schema;
}

/** All that holds for a value at the same time, without alternatives. */
export interface Facts {
  types: ReadonlySet<TypeName>;
  /** The only values there may be; undefined: any. */
  values: readonly unknown[] | undefined;
  readonly otherValues: unknown[];
  min: number;
  isMinExcluded: boolean;
  max: number;
  isMaxExcluded: boolean;
  readonly multiplesOf: number[];
  minLength: number;
  maxLength: number;
  readonly patterns: string[];
  readonly otherPatterns: string[];
  minItems: number;
  maxItems: number;
  readonly items: ItemsRule[];
  minProperties: number;
  maxProperties: number;
  readonly required: Set<string>;
  readonly objects: ObjectRule[];
  readonly names: Schema[];
}

/** What holds for any value. */
export function noFacts(): Facts {
  return {
    types: new Set(allTypes),
    values: undefined,
    otherValues: [],
    min: -Infinity,
    isMinExcluded: false,
    max: Infinity,
    isMaxExcluded: false,
    multiplesOf: [],
    minLength: 0,
    maxLength: Infinity,
    patterns: [],
    otherPatterns: [],
    minItems: 0,
    maxItems: Infinity,
    items: [],
    minProperties: 0,
    maxProperties: Infinity,
    required: new Set(),
    objects: [],
    names: [],
  };
}

/** Adds what one schema says by itself: no alternatives, and nothing it refers to. */
export function addFacts(facts: Facts, schema: SchemaObject): void {
  addTypes(facts, schema);
  addValues(facts, schema);
  addNumberFacts(facts, schema);
  addTextFacts(facts, schema);
  addArrayFacts(facts, schema);
  addObjectFacts(facts, schema);
}

function addTypes(facts: Facts, { type }: SchemaObject): void {
  if (type === undefined) return;
  const named = new Set(
    [type]
      .flat()
      .flatMap((name) => (name === 'number' ? ['integer', 'fraction'] : [name])),
  );
  facts.types = new Set([...facts.types].filter((name) => named.has(name)));
}

function addValues(facts: Facts, schema: SchemaObject): void {
  const lists = [
    ...(Array.isArray(schema['enum']) ? [schema['enum'] as unknown[]] : []),
    ...('const' in schema ? [[schema['const']]] : []),
  ];
  for (const list of lists) {
    const texts = new Set(list.map(canonical));
    facts.values = (facts.values ?? list).filter((value) => texts.has(canonical(value)));
  }
  const others = schema[otherValuesKeyword];
  if (Array.isArray(others)) facts.otherValues.push(...(others as unknown[]));
}

/** JSON with names in order: equal for equal values. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(
          Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
        )
      : inner,
  );
}

function addNumberFacts(facts: Facts, schema: SchemaObject): void {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf, format } =
    schema;
  if (typeof minimum === 'number') raiseMin(facts, minimum, exclusiveMinimum === true);
  if (typeof maximum === 'number') lowerMax(facts, maximum, exclusiveMaximum === true);
  if (typeof exclusiveMinimum === 'number') raiseMin(facts, exclusiveMinimum, true);
  if (typeof exclusiveMaximum === 'number') lowerMax(facts, exclusiveMaximum, true);
  if (typeof multipleOf === 'number') facts.multiplesOf.push(multipleOf);
  const range = typeof format === 'string' ? numberFormats[format] : undefined;
  if (range === undefined) return;
  raiseMin(facts, range.minimum, false);
  lowerMax(facts, range.maximum, false);
}

function raiseMin(facts: Facts, bound: number, isExcluded: boolean): void {
  if (bound < facts.min || (bound === facts.min && !isExcluded)) return;
  facts.min = bound;
  facts.isMinExcluded = isExcluded;
}

function lowerMax(facts: Facts, bound: number, isExcluded: boolean): void {
  if (bound > facts.max || (bound === facts.max && !isExcluded)) return;
  facts.max = bound;
  facts.isMaxExcluded = isExcluded;
}

function addTextFacts(facts: Facts, schema: SchemaObject): void {
  const { minLength, maxLength, pattern, format } = schema;
  if (typeof minLength === 'number')
    facts.minLength = Math.max(facts.minLength, minLength);
  if (typeof maxLength === 'number')
    facts.maxLength = Math.min(facts.maxLength, maxLength);
  if (typeof pattern === 'string') facts.patterns.push(pattern);
  const whole = typeof format === 'string' ? formatPatterns[format] : undefined;
  if (whole !== undefined) facts.patterns.push(`^(${whole})$`);
  const others = schema[otherPatternsKeyword];
  if (Array.isArray(others)) facts.otherPatterns.push(...(others as string[]));
}

function addArrayFacts(facts: Facts, schema: SchemaObject): void {
  const { minItems, maxItems, items, prefixItems, additionalItems } = schema;
  if (typeof minItems === 'number') facts.minItems = Math.max(facts.minItems, minItems);
  if (typeof maxItems === 'number') facts.maxItems = Math.min(facts.maxItems, maxItems);
  // Before draft 2020-12 `items` was a list where `prefixItems` is now.
  const prefix = Array.isArray(items) ? schemaList(items) : schemaList(prefixItems);
  const rest = Array.isArray(items) ? additionalItems : items;
  if (prefix.length === 0 && rest === undefined) return;
  facts.items.push({ prefix, rest: isSchema(rest) ? rest : true });
}

function addObjectFacts(facts: Facts, schema: SchemaObject): void {
  const { minProperties, maxProperties, required, propertyNames } = schema;
  if (typeof minProperties === 'number')
    facts.minProperties = Math.max(facts.minProperties, minProperties);
  if (typeof maxProperties === 'number')
    facts.maxProperties = Math.min(facts.maxProperties, maxProperties);
  if (Array.isArray(required))
    for (const name of required as string[]) facts.required.add(name);
  if (isSchema(propertyNames)) facts.names.push(propertyNames);
  const { properties, patternProperties, additionalProperties } = schema;
  if ((properties ?? patternProperties ?? additionalProperties) === undefined) return;
  facts.objects.push({
    properties: new Map(schemasOf(properties)),
    patterns: schemasOf(patternProperties),
    additional: isSchema(additionalProperties) ? additionalProperties : true,
  });
}

/** Leaves out types that the bounds make impossible. */
export function isPossible(facts: Facts): boolean {
  const types = new Set(facts.types);
  if (facts.minLength > facts.maxLength) types.delete('string');
  if (facts.minItems > facts.maxItems) types.delete('array');
  if (facts.minProperties > facts.maxProperties) types.delete('object');
  const isEmptyRange =
    facts.min > facts.max ||
    (facts.min === facts.max && (facts.isMinExcluded || facts.isMaxExcluded));
  if (isEmptyRange) {
    types.delete('integer');
    types.delete('fraction');
  }
  facts.types = types;
  return types.size > 0 && facts.values?.length !== 0;
}
