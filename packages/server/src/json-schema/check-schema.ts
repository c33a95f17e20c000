import { closestName } from '../config/closest-name.ts';
import {
  annotationKeywords,
  keywordRules,
  numberFormats,
  unenforceableKeywords,
} from './keywords.ts';
import { References } from './references.ts';
import {
  bounds,
  isSchema,
  type Schema,
  SchemaFault,
  type SchemaObject,
  type SchemaPath,
} from './schema.ts';
import { formatPatterns } from './text/formats.ts';

/** How large a schema may be. */
export interface SchemaLimits {
  /** Properties of all its objects together. */
  readonly numProperties: number;
  /** How deep objects and arrays are nested in one another. */
  readonly depth: number;
  /** Characters of all names of properties and definitions, and values of enum and const. */
  readonly numCharacters: number;
  /** Values of all enums together. */
  readonly numEnumValues: number;
}

/** OpenAI's for strict schemas. */
export const strictLimits: SchemaLimits = {
  numProperties: 5000,
  depth: 10,
  numCharacters: 120_000,
  numEnumValues: 1000,
};

/** What a grammar can be made of within its budget. */
export const widestLimits: SchemaLimits = {
  numProperties: 10_000,
  depth: 100,
  numCharacters: 500_000,
  numEnumValues: 10_000,
};

/** OpenAI's rule for one enum of more than 250 texts. */
const longEnum = { numValues: 250, numCharacters: 15_000 };

/** A schema in a document, with its place. */
export interface PlacedSchema {
  readonly schema: Schema;
  readonly path: SchemaPath;
}

/**
 * Checks that every keyword of a schema is known, has a value of its kind, and asks for something
 * that is possible; that references lead somewhere and not in circles; and that it is not too
 * large. Looks at what can be reached from the root, and at nothing deeper than the limit.
 *
 * @returns the schemas that can be reached
 * @throws SchemaFault
 */
export function checkSchema(root: Schema, limits: SchemaLimits): PlacedSchema[] {
  const references = new References(root);
  const counts = new SizeCounter(limits);
  const seen = new Set<Schema>();
  const reached: PlacedSchema[] = [];
  const open = [{ schema: root, path: [] as SchemaPath, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { schema, path, depth } = next;
    if (depth > limits.depth)
      throw new SchemaFault(
        `${depth} levels of nesting exceeds limit of ${limits.depth}`,
        path.slice(0, 20),
      );
    if (typeof schema === 'boolean' || seen.has(schema)) continue;
    seen.add(schema);
    reached.push({ schema, path });
    checkKeywords(schema, path);
    checkBounds(schema, path);
    counts.add(schema, path);
    if (typeof schema['$ref'] === 'string') {
      const found = references.resolve(schema['$ref'], path);
      open.push({ ...found, depth });
    }
    for (const child of childrenOf(schema, path)) {
      const isDeeper = child.isInside && typeof child.schema === 'object';
      open.push({ ...child, depth: isDeeper ? depth + 1 : depth });
    }
  }
  refuseCircles(reached, references);
  return reached;
}

interface ChildSchema extends PlacedSchema {
  /** Whether it is about a value inside, not about the same value. */
  readonly isInside: boolean;
}

const inPlace = new Set(['allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else']);

/** The subschemas of one schema, without what it refers to. */
function* childrenOf(schema: SchemaObject, path: SchemaPath): Generator<ChildSchema> {
  for (const [keyword, value] of Object.entries(schema)) {
    const kind = keywordRules.get(keyword)?.subschemas;
    if (kind === undefined) continue;
    const isInside = !inPlace.has(keyword) && !keyword.startsWith('dependen');
    if (isSchema(value) && (kind === 'one' || kind === 'one or list'))
      yield { schema: value, path: [...path, keyword], isInside };
    else
      for (const [name, child] of Object.entries(value as Record<string, unknown>)) {
        const place = Array.isArray(value) ? Number(name) : name;
        if (isSchema(child))
          yield { schema: child, path: [...path, keyword, place], isInside };
      }
  }
}

function checkKeywords(schema: SchemaObject, path: SchemaPath): void {
  for (const [keyword, value] of Object.entries(schema)) {
    const rule = keywordRules.get(keyword);
    if (rule === undefined) {
      refuseMeaning(keyword, path);
      continue;
    }
    if (!rule.accepts(value))
      throw new SchemaFault(
        `'${keyword}' must be ${rule.expected}, got ${describe(value)}`,
        path,
      );
  }
  const { format, uniqueItems, maxItems } = schema;
  if (
    typeof format === 'string' &&
    !Object.hasOwn(formatPatterns, format) &&
    !Object.hasOwn(numberFormats, format)
  )
    throw new SchemaFault(
      `'format' must be ${keywordRules.get('format')?.expected}, got ${describe(format)}`,
      path,
    );
  if (uniqueItems === true && !(Number(maxItems) <= 1))
    throw new SchemaFault("'uniqueItems' is not permitted", path);
}

const assertions = [...keywordRules.keys()].filter(
  (keyword) => !annotationKeywords.has(keyword) && keyword.length >= 6,
);

/**
 * JSON Schema takes keywords that it does not know for remarks. Those that it knows, or that are
 * misspelt, are no remarks.
 */
function refuseMeaning(keyword: string, path: SchemaPath): void {
  const name = keyword.slice(0, 100);
  if (unenforceableKeywords.has(keyword))
    throw new SchemaFault(`'${name}' is not permitted`, path);
  // Short names are near to each other without being meant for one another, and a name that
  // does not begin like a keyword is not meant for one.
  const isPlausible = /^[A-Za-z]{6,30}$/.test(keyword);
  const meant = isPlausible ? closestName(keyword, assertions) : undefined;
  if (meant !== undefined)
    throw new SchemaFault(`'${name}' is not permitted. Did you mean '${meant}'?`, path);
}

function describe(value: unknown): string {
  const text = JSON.stringify(value) ?? typeof value;
  return text.length <= 60 ? text : `${text.slice(0, 60)}…`;
}

/** Bounds that nothing can keep to are a mistake, not a wish for nothing. */
function checkBounds(schema: SchemaObject, path: SchemaPath): void {
  for (const [least, most] of bounds)
    if (Number(schema[least]) > Number(schema[most]))
      throw new SchemaFault(
        `'${least}' (${Number(schema[least])}) is greater than '${most}' (${Number(schema[most])})`,
        path,
      );
  const { required, properties, patternProperties, additionalProperties } = schema;
  if (additionalProperties !== false || !Array.isArray(required)) return;
  if (patternProperties !== undefined || hasOtherSources(schema)) return;
  const missing = required.find((name: string) => !Object.hasOwn(properties ?? {}, name));
  if (missing !== undefined)
    throw new SchemaFault(
      `'required' names '${String(missing).slice(0, 100)}', which 'properties' lacks and ` +
        "'additionalProperties' forbids",
      path,
    );
}

/** A schema that combines others may get by with alternatives that are possible. */
function hasOtherSources(schema: SchemaObject): boolean {
  return 'type' in schema && schema['type'] !== 'object';
}

class SizeCounter {
  readonly #limits: SchemaLimits;
  #numProperties = 0;
  #numCharacters = 0;
  #numEnumValues = 0;

  constructor(limits: SchemaLimits) {
    this.#limits = limits;
  }

  add(schema: SchemaObject, path: SchemaPath): void {
    for (const keyword of ['properties', '$defs', 'definitions'] as const) {
      const names = Object.keys(schema[keyword] ?? {});
      if (keyword === 'properties') this.#numProperties += names.length;
      this.#numCharacters += names.reduce((sum, name) => sum + name.length, 0);
    }
    if (Array.isArray(schema['enum'])) this.#addEnum(schema['enum'], path);
    if (typeof schema['const'] === 'string')
      this.#numCharacters += schema['const'].length;
    this.#check(this.#numProperties, this.#limits.numProperties, 'object properties');
    this.#check(
      this.#numCharacters,
      this.#limits.numCharacters,
      'characters of names and enum values',
    );
    this.#check(this.#numEnumValues, this.#limits.numEnumValues, 'enum values');
  }

  #addEnum(values: readonly unknown[], path: SchemaPath): void {
    const numCharacters = values.reduce<number>(
      (sum, value) => sum + (typeof value === 'string' ? value.length : 0),
      0,
    );
    this.#numEnumValues += values.length;
    this.#numCharacters += numCharacters;
    const isLong = values.length > longEnum.numValues;
    if (isLong && this.#limits === strictLimits && numCharacters > longEnum.numCharacters)
      throw new SchemaFault(
        `enum has ${values.length} values with ${numCharacters} characters; above ` +
          `${longEnum.numValues} values the limit is ${longEnum.numCharacters} characters`,
        path,
      );
  }

  #check(count: number, limit: number, what: string): void {
    if (count > limit)
      throw new SchemaFault(`more than ${limit} ${what} in total exceeds the limit`);
  }
}

/** What is about the very same value as a schema, so that a circle of it would say nothing. */
function sameValueSchemas(
  { schema, path }: PlacedSchema,
  references: References,
): PlacedSchema[] {
  if (typeof schema === 'boolean') return [];
  const children = [...childrenOf(schema, path)].filter(({ isInside }) => !isInside);
  const reference = schema['$ref'];
  return typeof reference === 'string'
    ? [...children, references.resolve(reference, path)]
    : children;
}

/** @throws SchemaFault for a schema that is defined by itself, before any step into the value */
function refuseCircles(reached: readonly PlacedSchema[], references: References): void {
  const done = new Set<Schema>();
  for (const first of reached) {
    if (done.has(first.schema)) continue;
    const onPath = new Set<Schema>([first.schema]);
    const path = [{ at: first, rest: sameValueSchemas(first, references) }];
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const next = top.rest.pop();
      if (next === undefined) {
        done.add(top.at.schema);
        onPath.delete(top.at.schema);
        path.pop();
      } else if (onPath.has(next.schema) && typeof next.schema === 'object') {
        throw new SchemaFault(
          "'$ref' refers to the schema that it is part of",
          top.at.path,
        );
      } else if (!done.has(next.schema)) {
        onPath.add(next.schema);
        path.push({ at: next, rest: sameValueSchemas(next, references) });
      }
    }
  }
}
