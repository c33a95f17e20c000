import { addFacts, type Conjunction, type Facts, isPossible, noFacts } from './facts.ts';
import { negationKeyword, negationOf, waysToFail } from './negation.ts';
import type { References } from './references.ts';
import {
  entriesOf,
  isSchema,
  type Schema,
  SchemaFault,
  type SchemaObject,
  schemaList,
} from './schema.ts';

const maxAlternatives = 3000;
const maxExpansions = 60_000;

/** Turns schemas into alternatives, each a set of facts. */
export class FactFinder {
  readonly #references: References;
  readonly #known = new Map<string, readonly Facts[]>();
  readonly #ids = new WeakMap<SchemaObject, number>();
  #nextId = 0;
  #numExpansions = 0;

  constructor(references: References) {
    this.#references = references;
  }

  /** The same for the same schemas in any order. */
  keyOf(conjunction: Conjunction): string {
    const ids = new Set<number>();
    for (const schema of conjunction) {
      if (schema === true) continue;
      if (schema === false) return 'never';
      let id = this.#ids.get(schema);
      if (id === undefined) this.#ids.set(schema, (id = this.#nextId++));
      ids.add(id);
    }
    return [...ids].toSorted((a, b) => a - b).join('+');
  }

  /**
   * What a value that all the schemas hold for can be. None: there is no such value; some that
   * are given may be impossible all the same.
   *
   * @throws SchemaFault for what has too many alternatives
   */
  find(conjunction: Conjunction): readonly Facts[] {
    const key = this.keyOf(conjunction);
    let found = this.#known.get(key);
    if (found === undefined) {
      found = this.#expand(conjunction);
      this.#known.set(key, found);
    }
    return found;
  }

  #expand(conjunction: Conjunction): Facts[] {
    if (++this.#numExpansions > maxExpansions)
      throw new SchemaFault('the schema is too complex');
    const facts = noFacts();
    const choices: (readonly Conjunction[])[] = [];
    const seen = new Set<Schema>();
    const open = [...conjunction];
    // In their order, which is the order of the properties that they name.
    for (const schema of open) {
      if (schema === false) return [];
      if (schema === true || seen.has(schema)) continue;
      seen.add(schema);
      addFacts(facts, schema);
      if (facts.types.size === 0) return [];
      open.push(...schemaList(schema['allOf']));
      if (typeof schema['$ref'] === 'string')
        open.push(this.#references.resolve(schema['$ref'], []).schema);
      choices.push(...this.#choicesOf(schema));
    }
    if (choices.length === 0) return isPossible(facts) ? [facts] : [];
    const plain = [...seen].map(withoutChoices);
    const combined = this.#combine(plain, choices);
    return combined.flatMap((alternative) => this.find(alternative));
  }

  #combine(
    start: Conjunction,
    choices: readonly (readonly Conjunction[])[],
  ): Conjunction[] {
    let combined: Conjunction[] = [start];
    for (const choice of choices) {
      combined = combined.flatMap((known) =>
        choice.map((alternative) => known.concat(alternative)),
      );
      // Early, so that what cannot be does not multiply.
      if (combined.length > 1)
        combined = combined.filter((candidate) => this.find(candidate).length > 0);
      if (combined.length > maxAlternatives)
        throw new SchemaFault('the schema has too many combinations of alternatives');
    }
    return combined;
  }

  #choicesOf(schema: SchemaObject): (readonly Conjunction[])[] {
    const choices: (readonly Conjunction[])[] = [];
    if (schema['anyOf'] !== undefined)
      choices.push(schemaList(schema['anyOf']).map((one) => [one]));
    if (schema['oneOf'] !== undefined)
      choices.push(this.#exclusive(schemaList(schema['oneOf'])));
    if (isSchema(schema['not'])) choices.push([[negationOf(schema['not'])]]);
    const negated = schema[negationKeyword];
    if (isSchema(negated))
      choices.push(waysToFail(negated, this.#references).map((way) => [way]));
    if (isSchema(schema['if'])) choices.push(conditionChoices(schema, schema['if']));
    for (const [name, needed] of dependenciesOf(schema))
      choices.push([[withoutProperty(name)], [withProperty(name), needed]]);
    return choices;
  }

  /** Each of the schemas together with the negation of those it could hold at once with. */
  #exclusive(schemas: readonly Schema[]): Conjunction[] {
    return schemas.map((schema, index) => {
      const overlapping = schemas.filter(
        (other, at) => at !== index && !this.excludes([schema], [other]),
      );
      return [schema, ...overlapping.map(negationOf)];
    });
  }

  /** Whether no value is both. Set from outside: it takes knowledge of texts and numbers. */
  excludes: (a: Conjunction, b: Conjunction) => boolean = () => false;
}

/** A schema without the keywords that open alternatives: its facts have been taken. */
const plainForms = new WeakMap<SchemaObject, SchemaObject>();

function withoutChoices(schema: Schema): Schema {
  if (typeof schema === 'boolean') return schema;
  let plain = plainForms.get(schema);
  if (plain !== undefined) return plain;
  const {
    allOf: _1,
    anyOf: _2,
    oneOf: _3,
    not: _4,
    if: _5,
    then: _6,
    else: _7,
    dependencies: _8,
    dependentRequired: _9,
    dependentSchemas: _10,
    $ref: _11,
    ...rest
  } = schema;
  const { [negationKeyword]: _12, ...facts }: SchemaObject = rest;
  plain = facts;
  plainForms.set(schema, plain);
  plainForms.set(plain, plain);
  return plain;
}

function conditionChoices(schema: SchemaObject, condition: Schema): Conjunction[] {
  const holds = isSchema(schema['then']) ? schema['then'] : true;
  const fails = isSchema(schema['else']) ? schema['else'] : true;
  return [
    [condition, holds],
    [negationOf(condition), fails],
  ];
}

function* dependenciesOf(schema: SchemaObject): Generator<[string, Schema]> {
  const { dependencies, dependentRequired, dependentSchemas } = schema;
  for (const source of [dependencies, dependentRequired, dependentSchemas])
    for (const [name, needed] of entriesOf(source)) {
      if (isSchema(needed)) yield [name, needed];
      else yield [name, requiring(needed as string[])];
    }
}

const requiringNames = new WeakMap<object, SchemaObject>();

function requiring(names: readonly string[]): SchemaObject {
  let schema = requiringNames.get(names);
  if (schema === undefined) requiringNames.set(names, (schema = { required: names }));
  return schema;
}

const presence = new Map<string, SchemaObject>();
const absence = new Map<string, SchemaObject>();

function withProperty(name: string): Schema {
  return remembered(presence, name, { type: 'object', required: [name] });
}

function withoutProperty(name: string): Schema {
  return remembered(absence, name, { properties: { [name]: false } });
}

function remembered(
  known: Map<string, SchemaObject>,
  name: string,
  fresh: SchemaObject,
): SchemaObject {
  const found = known.get(name);
  if (found !== undefined) return found;
  known.set(name, fresh);
  return fresh;
}
